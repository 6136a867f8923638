"""高齢化: 65-74, 75+, 85+ by district and neighbourhood, the age structure and the dates."""

from pages.figures import ageing, captions, compose, sentences, sheets
from pages.parts import ask, facts, put, selection

view = selection.current()
levels = facts.levels(view)

put.title("高齢化", sentences.share(view.place, facts.place_row(view, "ageing_rate")), ageing.oldest(facts.place_row(view, "late_elderly_rate")))

with put.questions():
    level = ask.one("level", "見る単位", levels)
    measure = ask.one("measure", "見る年齢", ageing.MEASURES)
    series = ask.one_of_many("date", "時点と資料", facts.series_labels(view))
    both = ageing.both_denominators(*facts.both_denominators(view, measure, facts.series(series)))
    unknown_age = ask.one("unknown_age", "年齢がわからない人", ageing.UNKNOWN_AGE) if both else "exclude"
options = facts.series(series) | {"unknown_age": unknown_age}

rows = facts.rows(view, measure, level, within=True, **options)
whole = facts.whole(view, measure, **options)
title = f"{ageing.MEASURES[measure]}の割合（{view.place}・{levels[level]}ごと）"
put.figure(
    lambda: compose.area_map(
        rows, facts.areas(view, level, within=True), captions.caption(view.city, view.place, view.sharing, title, rows), facts.base(view, level), view.district,
    ),
    key="ageing-map", pick=selection.choose_district if level == "district" else None, shapes=facts.shapes(view, level),
)
if level == "district":
    put.figure(
        lambda: compose.bars(
            rows, captions.caption(view.city, view.place, view.sharing, f"{title}・市の並び順", rows), compose.references(whole.iloc[0], "市全体", measure),
            view.district,
        ),
        key="ageing-bars",
    )

structure = facts.structure(view, **options)
put.figure(lambda: compose.pyramid(structure, captions.of_structure(view.city, view.place, view.sharing, structure)), key="ageing-structure")
if structure["male"].isna().all():
    put.note("男女別の資料なし（この時点の資料には男女の別がありません）。")

dates = facts.over_time(view, measure, **options)
if dates["as_of"].nunique() > 1:
    put.figure(lambda: compose.lines(dates, captions.caption(view.city, view.place, view.sharing, f"{ageing.MEASURES[measure]}の割合の移り変わり", dates)), key="ageing-dates")

table = facts.rows(view, tuple(ageing.MEASURES), level, within=True, **options)
put.sheet(lambda: sheets.of_rows(table, captions.caption(view.city, view.place, view.sharing, f"年齢の区分ごとの割合（{view.place}）", table)), view, key="ageing-table")
if both:
    put.note(both)
