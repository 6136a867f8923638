"""地域資源: what there is and where, as a map or as a list, with how fresh each entry is; both can be taken away."""

from data.vocabulary import KINDS, WEEKDAYS
from pages import queries
from pages.parts import put, questions, selection
from pages.topics import freshness, resource_list, resource_map

view = selection.current()
everything = queries.resources(view)
put.title("地域資源")

if everything.empty and view.district and len(queries.resources(view.whole_city())):
    put.lead(resource_map.NONE_HERE.format(place=view.place))
elif everything.empty:
    put.missing_list(view, "resources", queries.kept_back(view))
else:
    looks, states = resource_list.looks(everything), freshness.present(everything)
    with put.questions():
        look = questions.one("look", "見かた", looks) if len(looks) > 1 else "list"
        grouping = questions.one("grouping", "一覧の分け方", resource_list.GROUPINGS) if look == "list" else "function"
        fresh = questions.several("fresh", "情報の新しさ（選ばないときは、すべて）", states) if len(states) > 1 else ()
    kinds = questions.several(
        "kinds",
        "種類（選ばないときは、すべて）",
        {key: KINDS[key].label for key in KINDS if key in set(everything["kind"])},
    )
    days = (
        questions.several("days", "曜日（選ばないときは、いつでも）", {day: f"{day}曜" for day in WEEKDAYS})
        if everything["weekdays"].notna().any()
        else ()
    )
    chosen = resource_map.choose(everything, kinds, days, fresh)
    put.lead(
        *resource_map.sentences_for(view.place, everything, chosen),
        resource_map.unplaced(chosen) if look == "map" else "",
    )
    if "map" not in looks:
        put.note(resource_list.NO_MAP)
    if len(chosen) and look == "map":
        put.figure(
            lambda: resource_map.place_map(view, chosen, queries.ground(view)), key=f"resources-map-{view.district}"
        )
    elif len(chosen):
        put.listing(lambda: resource_list.listing(view, chosen, grouping), view, key="resources-list")
