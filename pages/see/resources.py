"""地域資源: what there is and where, as a map with layers and a list; both can be taken away."""

from analysis.vocabulary import KINDS, WEEKDAYS
from pages.figures import places
from pages.parts import ask, facts, put, selection

view = selection.current()
everything = facts.resources(view)
put.title("地域資源")

if everything.empty:
    put.missing("地域資源の一覧が、この市のデータにはまだありません。", view, "--resources 一覧のファイル")
else:
    kinds = ask.several("kinds", "種類（選ばないときは、すべて）", {key: KINDS[key].label for key in KINDS if key in set(everything["kind"])})
    days = ask.several("days", "曜日（選ばないときは、いつでも）", {day: f"{day}曜" for day in WEEKDAYS})
    chosen = places.choose(everything, kinds, days)
    put.lead(*places.sentences_for(view.place, everything, chosen))
    if len(chosen):
        put.figure(lambda: places.place_map(view, chosen, facts.ground(view)), key=f"resources-map-{view.district}")
        put.listing(lambda: places.sheet(view, chosen), view, key="resources-list")
