"""歩いて行ける範囲: who can walk to a salon or a van stop, who cannot yet, and where; watching-over by households watched."""

from pages.figures import captions, compose, coverage, sentences, sheets
from pages.parts import ask, facts, put, selection

view = selection.current()
levels = facts.levels(view)
put.title("歩いて行ける範囲")
with put.questions():
    kind = ask.one("kind", "行き先", coverage.KINDS)
    distance = ask.one("distance", "直線の距離", coverage.DISTANCES, default="500")
    group = ask.one("group", "だれが", coverage.groups(view.sharing), default="65+")
    level = ask.one("reach_level", "見る単位", levels)
options = {"kind": kind, "distance": distance, "group": group}
place = facts.place_row(view, "coverage", **options)

put.lead(coverage.sentence(place, view.place, options), sentences.WALK_CAVEAT)
put.cards(coverage.cards(facts.place_rows(view, "coverage", **options | {"distance": coverage.ALL_DISTANCES}), options))

rows = facts.rows(view, "coverage", level, within=True, **options)
whole = facts.whole(view, "coverage", **options)
title = f"{coverage.title(options)}（{view.place}・{levels[level]}ごと）"
put.figure(
    lambda: compose.area_map(
        rows, facts.areas(view, level, within=True), captions.caption(view.city, view.place, view.sharing, title, rows), facts.base(view, level), view.district,
    ),
    key="coverage-map", pick=selection.choose_district if level == "district" else None, shapes=facts.shapes(view, level),
)
if level == "district":
    put.figure(
        lambda: compose.bars(
            rows, captions.caption(view.city, view.place, view.sharing, f"{title}・市の並び順", rows), compose.references(whole.iloc[0], "市全体", "coverage"),
            view.district,
        ),
        key="coverage-bars",
    )

gaps = facts.gaps(view, **options)
put.figure(lambda: coverage.gap_map(view.city, view.place, view.sharing, gaps, facts.resources(view), facts.ground(view), options), key="coverage-gaps")
table = facts.rows(view, "coverage", level, within=True, **options | {"distance": coverage.ALL_DISTANCES})
put.sheet(
    lambda: sheets.of_rows(table, captions.caption(view.city, view.place, view.sharing, f"距離ごとの割合（{view.place}）", table), "distance_m", coverage.DISTANCE_HEADINGS),
    view, key="coverage-table",
)

put.section("見守り", *coverage.mimamori_sentences(facts.place_row(view, "mimamori_rate"), view.place, view.city.size_class))
watched = facts.rows(view, "mimamori_rate", facts.coarsest(view))
put.figure(
    lambda: compose.bars(
        watched, captions.caption(view.city, view.place, view.sharing, "見守られている世帯の割合（市の並び順）", watched),
        compose.references(facts.whole(view, "mimamori_rate").iloc[0], "市全体", "mimamori_rate"), view.district,
    ),
    key="coverage-mimamori",
)
