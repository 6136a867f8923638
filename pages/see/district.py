"""地区のすがた: one district - its vision, its figures beside the city's, its map, its people, its neighbourhoods, its resources."""

from pages.figures import captions, cards, compose, district, places, sheets
from pages.parts import facts, put, selection

view = selection.current()
if not view.district:
    put.title("地区のすがた")
    put.choose_district(view)
else:
    resources = facts.resources(view)
    put.title(f"{view.district_label}のすがた", *district.sentences_for(view.district_label, facts.place_rows(view, cards.DISTRICT), resources))
    put.quote(facts.vision(view), "目指す地域像")
    wide, narrow = put.columns((3, 2))
    with wide:
        put.figure(lambda: places.place_map(view, resources, facts.ground(view)), key=f"district-map-{view.district}")
    with narrow:
        put.facts(cards.beside(facts.counts(view), facts.place_rows(view, cards.DISTRICT), facts.whole(view, cards.DISTRICT)))

    structure, dates = facts.structure(view), facts.over_time(view, "ageing_rate")
    if len(structure):
        put.figure(lambda: compose.pyramid(structure, captions.of_structure(view, structure)), key="district-structure")
    if dates["as_of"].nunique() > 1:
        put.figure(lambda: compose.lines(dates, captions.caption(view, f"高齢化率の移り変わり（{view.place}）", dates, "移り変わり")), key="district-dates")

    for level, label in facts.levels(view).items():
        if level != "district":
            rows = facts.rows(view, cards.within(view.sharing), level, within=True)
            put.sheet(lambda: sheets.of_rows(rows, captions.caption(view, f"{label}ごとの値（{view.place}）", rows, f"ほか・{label}ごと")), view, key=f"district-{level}")
    put.sheet(lambda: places.sheet(view, resources), view, key="district-resources")
