"""地域資源: what there is and where, as a map with layers and a list beside it; both can be taken away."""

from analysis.vocabulary import KINDS, WEEKDAYS
from pages.figures import places
from pages.parts import ask, facts, put, selection

view = selection.current()
everything = facts.resources(view)
put.title("地域資源", *places.sentences_for(view.place, everything))

if everything.empty:
    put.missing("地域資源の一覧が、この市のデータにはまだありません。", "python -m data import 市の名前 --resources 一覧のファイル")
else:
    left, right = put.columns(2)
    with left:
        kinds = ask.several("kinds", "種類", {key: KINDS[key].label for key in KINDS if key in set(everything["kind"])})
    with right:
        days = ask.several("days", "曜日", {day: f"{day}曜" for day in WEEKDAYS}, empty="曜日を問わない")
    chosen = places.choose(everything, kinds, days)

    wide, narrow = put.columns((3, 2))
    with wide:
        put.figure(lambda: places.place_map(view, chosen, facts.ground(view)), key=f"resources-map-{view.district}")
    with narrow:
        put.listing(lambda: places.sheet(view, chosen), view, key="resources-list")
