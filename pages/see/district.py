"""地区のすがた: one district - its vision, its figures beside the city's, its map, its people, its neighbourhoods, its resources."""

from pages.figures import captions, cards, compose, district, places, sheets
from pages.parts import facts, put, selection

view = selection.current()
if not view.district:
    put.title("地区のすがた")
    put.choose_district(view)
else:
    vision = facts.vision(view)
    put.title(f"{view.district_name}地区のすがた", *district.sentences_for(view.district_name, facts.place_rows(view, cards.DISTRICT), facts.resources(view)))
    put.quote(vision, "目指す地域像")
    put.cards(cards.beside(facts.counts(view), facts.place_rows(view, cards.DISTRICT), facts.whole(view, cards.DISTRICT)))

    resources = facts.resources(view)
    put.figure(lambda: places.place_map(view, resources, facts.ground(view)), key=f"district-map-{view.district}")

    structure = facts.structure(view)
    put.figure(lambda: compose.pyramid(structure, captions.of_structure(view, structure)), key="district-structure")

    dates = facts.over_time(view, "ageing_rate")
    put.figure(lambda: compose.lines(dates, captions.caption(view, "高齢化率の移り変わり", dates)), key="district-dates")

    for level, label in facts.levels(view).items():
        if level != "district":
            rows = facts.rows(view, cards.DISTRICT, level, within=True)
            put.sheet(lambda: sheets.of_rows(rows, captions.caption(view, f"{label}ごとの値（{view.place}）", rows)), view, key=f"district-{level}")
    put.sheet(lambda: places.sheet(view, resources), view, key="district-resources")
