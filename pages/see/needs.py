"""困りごと: need density by district or neighbourhood, as a table with shades and on the map."""

from pages.figures import captions, compose, needs, sentences
from pages.parts import areas, ask, facts, put, selection

view = selection.current()
levels = facts.levels_with(view, "needs")
put.title("困りごと・あったらいいな")
if not levels:
    put.missing("困りごとの表（相談で把握した人数）が、この市のデータにはまだありません。", view, "--needs 表のファイル")
else:
    put.lead(*needs.sentences_for(view.place, facts.place_row(view, "need_density_households")), sentences.NEEDS_CAVEAT)
    with put.questions():
        level = ask.one("level", "見る単位", levels)
        measure = ask.one("density", "くらべ方", needs.MEASURES)
    kinds = needs.columns(facts.kinds_of_need(view))

    everywhere = facts.rows(view, measure, level, kind=tuple(kinds))
    rows = facts.inside(view, level, everywhere)
    shown, subject = areas.shown(view, level), f"困りごとを把握した人（{needs.MEASURES[measure]}）"
    put.figure(lambda: compose.shades(rows, captions.caption(shown, areas.titled(view, subject, level), rows, f"表・{levels[level]}ごと"), kinds, view.district, everywhere), "needs-shades")
    put.lead(needs.mostly_hidden(rows, levels[level]))

    kind = ask.one_of_many("need", "地図で見る困りごと", kinds)
    areas.shaded_map(view, everywhere[everywhere["kind"] == kind], level, f"困りごと：{kinds[kind]}　相談で把握した人（{needs.MEASURES[measure]}）", "needs-map")
    put.sheet(lambda: needs.sheet(rows, captions.caption(shown, areas.titled(view, "困りごとを把握した人数", level), rows, f"人数・{levels[level]}ごと"), kinds, view.district), view, "needs-table")
