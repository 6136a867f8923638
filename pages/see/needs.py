"""困りごと: people whom the centres know of, by need or by service, as a table with shades, as bars and on the map."""

from pages import queries
from pages.figures import compose, sentences
from pages.parts import areas, put, questions, selection
from pages.topics import needs

view = selection.current()
tables = {table: label for table, label in needs.TABLES.items() if queries.levels_with(view, table)}
put.title("困りごと・あったらいいな")
if not tables:
    put.missing(view, "needs")
    put.stop()
with put.questions():
    table = questions.one("table", "見る表", tables) if len(tables) > 1 else next(iter(tables))
    levels, districts = queries.levels_with(view, table), queries.in_source(view, table)
    level = questions.one("level", "見る単位", levels, needs.first_level(levels, districts))
    kinds = needs.columns(queries.kinds_of_need(view, table))
    everywhere = queries.of_districts(
        view, districts, queries.rows(view, tuple(needs.MEASURES), level, kind=tuple(kinds))
    )
    found = queries.inside(view, level, everywhere)
    measures = needs.measures_with(found)
    measure = questions.one("density", "くらべ方", measures)
elsewhere = [other for other in tables if other != table and view.district in queries.in_source(view, other)]
totals = queries.place_rows_in_source(view, tuple(needs.MEASURES), districts, kind=needs.TOTALS[table])
put.lead(
    *needs.sentences_for(
        view.place, table, totals, districts, queries.number_of_districts(view), view.district, elsewhere
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
    of_districts = queries.rows(view, measure, "district", kind=tuple(kinds))
    above = queries.of_districts(view, [view.district] if view.district else districts, of_districts)
listed, shown = needs.with_districts(rows, above), areas.shown(view, level)
caption = needs.caption(
    shown,
    areas.titled(view, needs.subject(tables[table], measure), level, rows),
    listed,
    f"{tables[table]}・{measures[measure]}・{levels[level]}ごと",
    queries.remarks(shown, table),
)
put.figure(
    lambda: compose.shades(listed, caption, kinds, view.district, everywhere, above["area_code"].tolist()),
    "needs-shades",
)
put.as_csv(lambda: needs.sheet(listed, caption, kinds, view.district), view, "needs-csv")
put.lead(needs.mostly_hidden(rows, levels[level]))

kind = questions.one_of_many("need", "図と地図で見る項目", kinds)
subject = needs.subject(f"{tables[table]}：{kinds[kind]}", measure)
areas.bars(
    view, rows[rows["kind"] == kind], queries.whole(view, measure, kind=kind).iloc[0], level, subject, "needs-bars"
)
whole_city = queries.rows(view, measure, level, kind=kind)
areas.shaded_map(view, whole_city, level, subject, "needs-map")
