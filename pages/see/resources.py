"""地域資源: what there is and where, as a map or as a list, with how fresh each entry is; both can be taken away."""

from analysis.vocabulary import KINDS, WEEKDAYS
from pages import facts
from pages.figures import freshness, places, resource_list
from pages.parts import ask, put, selection

view = selection.current()
everything = facts.resources(view)
put.title("地域資源")

if everything.empty and view.district and len(facts.resources(view.whole_city())):
    put.lead(places.NONE_HERE.format(place=view.place))
elif everything.empty:
    put.missing_list("地域資源の一覧", view, facts.kept_back(view))
else:
    looks, states = resource_list.looks(everything), freshness.present(everything)
    with put.questions():
        look = ask.one("look", "見かた", looks) if len(looks) > 1 else "list"
        grouping = ask.one("grouping", "一覧の分け方", resource_list.GROUPINGS) if look == "list" else "function"
        fresh = ask.several("fresh", "情報の新しさ（選ばないときは、すべて）", states) if len(states) > 1 else ()
    kinds = ask.several(
        "kinds",
        "種類（選ばないときは、すべて）",
        {key: KINDS[key].label for key in KINDS if key in set(everything["kind"])},
    )
    days = (
        ask.several("days", "曜日（選ばないときは、いつでも）", {day: f"{day}曜" for day in WEEKDAYS})
        if everything["weekdays"].notna().any()
        else ()
    )
    chosen = places.choose(everything, kinds, days, fresh)
    put.lead(*places.sentences_for(view.place, everything, chosen), places.unplaced(chosen) if look == "map" else "")
    if "map" not in looks:
        put.note(resource_list.NO_MAP)
    if len(chosen) and look == "map":
        put.figure(lambda: places.place_map(view, chosen, facts.ground(view)), key=f"resources-map-{view.district}")
    elif len(chosen):
        put.listing(lambda: resource_list.listing(view, chosen, grouping), view, key="resources-list")
