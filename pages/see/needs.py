"""困りごと: people whom the centres know of, by need or by service, as a table with shades, as bars and on the map."""

from pages import facts
from pages.figures import compose, needs, sentences
from pages.parts import areas, ask, put, selection

view = selection.current()
tables = {table: label for table, label in needs.TABLES.items() if facts.levels_with(view, table)}
put.title("困りごと・あったらいいな")
if not tables:
    put.missing(
        "困りごとの表（相談で把握した人数）が、この市のデータにはまだありません。", view, "--needs 表のファイル"
    )
    put.stop()
with put.questions():
    table = ask.one("table", "見る表", tables) if len(tables) > 1 else next(iter(tables))
    levels, districts = facts.levels_with(view, table), facts.in_source(view, table)
    level = ask.one("level", "見る単位", levels, needs.first_level(levels, districts))
    kinds = needs.columns(facts.kinds_of_need(view, table))
    everywhere = facts.of_districts(view, districts, facts.rows(view, tuple(needs.MEASURES), level, kind=tuple(kinds)))
    found = facts.inside(view, level, everywhere)
    measures = needs.measures_with(found)
    measure = ask.one("density", "くらべ方", measures)
elsewhere = [other for other in tables if other != table and view.district in facts.in_source(view, other)]
totals = facts.place_rows_in_source(view, tuple(needs.MEASURES), districts, kind=needs.TOTALS[table])
put.lead(
    *needs.sentences_for(
        view.place, table, totals, districts, facts.number_of_districts(view), view.district, elsewhere
    ),
    sentences.NEEDS_CAVEAT,
)
if found.empty:
    put.stop()

everywhere, rows = (part[part["indicator"] == measure] for part in (everywhere, found))
kinds = needs.kinds_with(rows, kinds)
if not kinds:  # a table of a few areas only: no district is whole
    put.lead("この単位で合わせた数は、資料にありません。「見る単位」で、ほかの単位を選ぶと見られます。")
    put.stop()
above = rows[:0]
if level != "district" and "district" in levels:
    of_districts = facts.rows(view, measure, "district", kind=tuple(kinds))
    above = facts.of_districts(view, [view.district] if view.district else districts, of_districts)
listed, shown = needs.with_districts(rows, above), areas.shown(view, level)
caption = needs.caption(
    shown,
    areas.titled(view, needs.subject(tables[table], measure), level, rows),
    listed,
    f"{tables[table]}・{measures[measure]}・{levels[level]}ごと",
    facts.remarks(shown, table),
)
put.figure(
    lambda: compose.shades(listed, caption, kinds, view.district, everywhere, above["area_code"].tolist()),
    "needs-shades",
)
put.as_csv(lambda: needs.sheet(listed, caption, kinds, view.district), view, "needs-csv")
put.lead(needs.mostly_hidden(rows, levels[level]))

kind = ask.one_of_many("need", "図と地図で見る項目", kinds)
subject = needs.subject(f"{tables[table]}：{kinds[kind]}", measure)
areas.bars(
    view, rows[rows["kind"] == kind], facts.whole(view, measure, kind=kind).iloc[0], level, subject, "needs-bars"
)
whole_city = facts.rows(view, measure, level, kind=kind)
areas.shaded_map(view, whole_city, level, subject, "needs-map")
