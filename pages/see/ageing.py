"""高齢化: 65-74, 75+, 85+ by district and neighbourhood, the age structure and the dates."""

from pages import queries
from pages.figures import captions, cards, compose, sentences
from pages.parts import areas, put, questions, selection
from pages.topics import ageing, published

view = selection.current()
levels, dates = queries.levels(view), queries.series_labels(view)
put.title("高齢化")
documents = queries.published(view.whole_city(), *ageing.PRINTED)
if not dates and len(documents):
    level, whole, own = (
        queries.coarsest(view),
        queries.whole(view, "ageing_rate"),
        queries.place_rows(view, "ageing_rate"),
    )
    rows, counts = queries.rows(view, "ageing_rate", level), queries.counts(view, ageing.COUNTED)
    put.lead(
        sentences.share(view.place, own.iloc[0]), sentences.spread(rows, levels.get(level, "")), ageing.WITHOUT_BANDS
    )
    put.cards(cards.of_district(counts, own, whole) if view.district else cards.headline(counts, own))
    areas.shaded_map(view, rows, level, ageing.SUBJECTS["ageing_rate"], "ageing-map")
    areas.bars(view, rows, whole.iloc[0], level, ageing.SUBJECTS["ageing_rate"], "ageing-bars")
    put.sheet(lambda: published.sheet(view.whole_city(), documents), view, "ageing-published")
elif not dates:
    put.missing(view, "population")
else:
    with put.questions():
        level = questions.one("level", "見る単位", levels)
        measure = questions.one("measure", "見る年齢", ageing.MEASURES)
        series = questions.one_of_many("date", "時点と資料", dates)
        both = ageing.both_denominators(*queries.both_denominators(view, measure, queries.series(series)))
        unknown_age = questions.one("unknown_age", "年齢がわからない人", ageing.UNKNOWN_AGE) if both else "exclude"
    options = queries.series(series) | {"unknown_age": unknown_age}
    put.lead(
        sentences.share(view.place, queries.place_row(view, "ageing_rate", **options)),
        ageing.oldest(queries.place_row(view, "late_elderly_rate", **options)),
        both,
    )

    rows, subject = queries.rows(view, measure, level, **options), ageing.SUBJECTS[measure]
    areas.shaded_map(view, rows, level, subject, "ageing-map")
    if level == "district":
        areas.bars(view, rows, queries.whole(view, measure, **options).iloc[0], level, subject, "ageing-bars")

    structure = queries.structure(view, **options)
    put.figure(lambda: compose.pyramid(structure, captions.of_structure(view, structure)), "ageing-structure")
    if structure["male"].isna().all():
        put.note("男女別の資料なし（この時点の資料には男女の別がありません）。")

    over_time = queries.over_time(view, measure, **options)
    if over_time["as_of"].nunique() > 1:
        put.figure(lambda: ageing.over_time(view, over_time, subject), "ageing-dates")

    table = queries.rows(view, tuple(ageing.MEASURES), level, within=True, **options)
    form = f"表・{levels[level]}ごと"
    areas.table(view, table, level, "年齢の区分ごとの割合", form, "ageing-table", without=("measure",))
