"""困りごとの推計: published rates times the place's own people, low to high; 半田市's example; rates can be added."""

from pages import queries
from pages.parts import put, questions, rate_form, selection
from pages.topics import estimates

view = selection.current()
rates, version = queries.rates(view)
here, everywhere = queries.estimates_here(view, rates), queries.estimates_by_district(view, rates)

put.title("困りごとの推計")
damaged = rate_form.unreadable(view)
put.lead(*estimates.sentences_for(view.place, here), estimates.CAVEAT)
put.sheet(lambda: estimates.sheet(view, here), view, f"estimates-here-{version}")

if everywhere["low"].notna().any():
    put.section("地区ごとの推計")
    groups = {group: group for group in everywhere.dropna(subset=["low"])["group"].unique()}
    group = questions.one_of_many("estimate", "どの推計を見ますか", groups)
    put.figure(
        lambda: estimates.bars(view.whole_city(), everywhere[everywhere["group"] == group], view.district),
        f"estimates-bars-{version}",
    )
    put.sheet(
        lambda: estimates.by_district(view.whole_city(), everywhere, view.district),
        view,
        f"estimates-districts-{version}",
        without=("estimate",),
    )

put.section(
    "公表された例",
    "半田市は、国の割合と市の人数から、支えを必要としていると思われる人数を推計し、話し合いに使いました。",
)
put.sheet(lambda: estimates.published_example(view), view, "estimates-example", without=("estimate",))

put.section("推計を加える", rate_form.HELP)
if not damaged:
    rate_form.added(view)
    rate_form.add(view)
