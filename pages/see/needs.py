"""困りごと: need density by district or neighbourhood, as a table with shades and on the map."""

from pages.figures import captions, compose, needs, sentences
from pages.parts import ask, facts, put, selection

view = selection.current()
put.title("困りごと・あったらいいな", *needs.sentences_for(view.place, facts.place_row(view, "need_density_households")), sentences.NEEDS_CAVEAT)

levels = facts.levels_with(view, "needs")
if not levels:
    put.missing("困りごとの表（相談で把握した人数）が、この市のデータにはまだありません。", "python -m data import 市の名前 --needs 表のファイル")
else:
    with put.questions():
        level = ask.one("needs_level", "見る単位", levels)
        measure = ask.one("density", "くらべ方", needs.MEASURES)
    kinds = needs.columns(facts.kinds_of_need(view))

    rows = facts.rows(view, measure, level, within=True, kind=",".join(kinds))
    title = f"困りごとの密度（{view.place}・{levels[level]}ごと・{needs.MEASURES[measure]}）"
    put.figure(lambda: compose.shades(rows, captions.caption(view.city, view.place, view.sharing, title, rows), kinds), key="needs-shades")

    kind = ask.one_of_many("need", "地図で見る困りごと", kinds)
    chosen = rows[rows["kind"] == kind]
    named = f"{kinds[kind]}（{view.place}・{needs.MEASURES[measure]}）"
    put.figure(
        lambda: compose.area_map(
            chosen, facts.areas(view, level, within=True), captions.caption(view.city, view.place, view.sharing, named, chosen),
            facts.base(view, level), view.district,
        ),
        key="needs-map", pick=selection.choose_district if level == "district" else None, shapes=facts.shapes(view, level),
    )
    put.sheet(lambda: needs.sheet(rows, captions.caption(view.city, view.place, view.sharing, f"困りごとの人数と密度（{view.place}）", rows), kinds), view, key="needs-table")
