"""地区のすがた: one district - its vision, what it has and does, what its people ask for, what could be done; then its
figures."""

from functools import partial

from analysis.indicators.registry import shown_on
from pages import queries
from pages.figures import captions, cards, compose, sentences
from pages.parts import put, selection
from pages.topics import cases, council_activities, councils, district, needs, published, resource_list, resource_map

view = selection.current()
if not view.district:
    put.title("地区のすがた")
    put.choose_district(view)
    put.stop()
resources, told, record = queries.resources(view), queries.cases(view), queries.council_record(view)
asked = queries.needs_of_place(view)
used = queries.needs_of_place(view, "service_use")
listed = shown_on("district")
figures = queries.place_rows(view, listed)
put.title(f"{view.district_label}のすがた")
put.quote(queries.vision(view), "目指す地域像")
put.section("ここにあるもの、していること", anchor="there")
put.lead(
    *district.sentences_for(view.district_label, resources),
    *councils.what_is_done(view.district_label, record, view.city.word("supporter")),
)
if resources["lat"].notna().any():
    put.figure(
        lambda: resource_map.place_map(view, resources, queries.ground(view)), key=f"district-map-{view.district}"
    )
elif len(resources):
    put.listing(lambda: resource_list.listing(view, resources, "function"), view, key="district-list")
if len(record.activities):
    put.sheet(lambda: council_activities.sheet(view, record, most=5), view, key="district-activities")
for own in cases.of_district(view, told, view.district):
    put.case(own)

put.section("相談で聞かれた困りごと・あったらいいな", anchor="asked")
if asked.empty:
    put.note(needs.untold(view.district_label, view.district in queries.in_source(view, "needs")))
else:
    put.note(sentences.NEEDS_CAVEAT)
    put.figure(lambda: district.asked(view, asked), key="district-asked")
if len(used):
    put.figure(lambda: district.asked(view, used, "サービスの利用"), key="district-used")

put.section("これからできそうなこと（たたき台）", anchor="next")
if len(asked):
    put.sheet(lambda: district.could_be_done(view, asked, resources, told), view, key="district-next")
alike = queries.similar(view, number=queries.number_of_districts(view))
if example := cases.from_similar(view, told, list(alike["area_code"])):
    put.note(district.EXAMPLE)
    put.case(example)
put.note(district.talk(len(asked) > 0, example is not None))

put.section("数字で見る", anchor="figures")
put.lead(district.older(figures))
items = cards.of_district(queries.counts(view), figures, queries.whole(view, listed))
put.card_column(cards.known(items))
put.note(cards.lacking(items))
if len(printed := queries.published(view)):
    put.sheet(lambda: published.sheet(view, printed), view, key="district-published")
structure, dates = queries.structure(view), queries.over_time(view, "ageing_rate")
if len(structure):
    put.figure(lambda: compose.pyramid(structure, captions.of_structure(view, structure)), key="district-structure")
if dates["area_code"].duplicated().any():
    put.figure(lambda: district.over_time(view, dates), key="district-dates")
for level, rows in queries.levels_below(view, cards.within(view.sharing)).items():
    put.sheet(partial(district.inside, view, level, rows), view, key=f"district-{level}")
if resources["lat"].notna().any():
    put.sheet(lambda: resource_map.sheet(view, resources), view, key="district-resources")
