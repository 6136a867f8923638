"""困りごと: need density by district or neighbourhood, as a table with shades and on the map."""

from pages.figures import captions, compose, needs, sentences
from pages.parts import areas, ask, facts, put, selection

view = selection.current()
levels = facts.levels_with(view, "needs")
put.title("困りごと・あったらいいな")
if not levels:
    put.missing("困りごとの表（相談で把握した人数）が、この市のデータにはまだありません。", "python -m data import 市の名前 --needs 表のファイル")
else:
    put.lead(*needs.sentences_for(view.place, facts.place_row(view, "need_density_households")), sentences.NEEDS_CAVEAT)
    with put.questions():
        level = ask.one("needs_level", "見る単位", levels)
        measure = ask.one("density", "くらべ方", needs.MEASURES)
    kinds = needs.columns(facts.kinds_of_need(view))

    rows = facts.rows(view, measure, level, within=True, kind=",".join(kinds))
    title = f"困りごとの密度（{view.place}・{levels[level]}ごと・{needs.MEASURES[measure]}）"
    put.figure(lambda: compose.shades(rows, captions.caption(view, title, rows), kinds), "needs-shades")

    kind = ask.one_of_many("need", "地図で見る困りごと", kinds)
    areas.shaded_map(view, rows[rows["kind"] == kind], level, f"{kinds[kind]}（{view.place}・{needs.MEASURES[measure]}）", "needs-map")
    put.sheet(lambda: needs.sheet(rows, captions.caption(view, f"困りごとの人数（{view.place}・相談で把握した人数）", rows), kinds), view, "needs-table")
