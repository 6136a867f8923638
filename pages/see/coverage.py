"""歩いて行ける範囲: who can walk to a salon or a van stop, who cannot yet, and where; the other ways help arrives; watching-over."""

from pages.figures import captions, coverage, sentences, sheets
from pages.parts import areas, ask, facts, put, selection

view = selection.current()
levels, kinds = facts.levels(view), coverage.kinds(facts.resources(view)["kind"])
put.title("歩いて行ける範囲")
if not kinds:
    put.missing("通いの場・移動販売などの一覧が、この市のデータにはまだありません。", "python -m data import 市の名前 --resources 一覧のファイル")
elif not facts.series_labels(view):
    put.missing("年齢別の人口が、この市のデータにはまだありません。", "python -m data import 市の名前 --population 人口のファイル")
else:
    with put.questions():
        kind = ask.one_of_many("kind", "行き先", kinds)
        distance = ask.one("distance", "直線の距離", coverage.DISTANCES, default="500")
        group = ask.one("group", "だれが", coverage.groups(view.sharing), default="65+")
        level = ask.one("reach_level", "見る単位", levels)
    options = {"kind": kind, "distance": distance, "group": group}
    each = options | {"distance": coverage.ALL_DISTANCES}

    put.lead(coverage.sentence(facts.place_row(view, "coverage", **options), view.place, options), sentences.WALK_CAVEAT)
    put.cards(coverage.cards(facts.place_rows(view, "coverage", **each)))

    rows, title = facts.rows(view, "coverage", level, within=True, **options), f"{coverage.title(options)}（{view.place}・{levels[level]}ごと）"
    areas.shaded_map(view, rows, level, title, "coverage-map")
    if level == "district":
        areas.bars(view, rows, facts.whole(view, "coverage", **options).iloc[0], title, "coverage-bars")

    gaps = facts.gaps(view, **options)
    put.figure(lambda: coverage.gap_map(view, gaps, facts.resources(view), facts.ground(view), options), "coverage-gaps")
    table = facts.rows(view, "coverage", level, within=True, **each)
    put.sheet(lambda: sheets.of_rows(table, captions.caption(view, f"距離ごとの割合（{view.place}）", table), "distance_m", coverage.DISTANCE_HEADINGS), view, "coverage-table")

    put.section("歩く以外の届き方", coverage.OTHER_WAYS)
    other = facts.rows(view, coverage.WAYS, facts.coarsest(view), group=group)
    put.sheet(lambda: sheets.of_rows(other, captions.caption(view, "歩いて行ける人・移動販売が届く世帯・見守り", other)), view, "coverage-other")

    put.section("見守り", *coverage.mimamori_sentences(facts.place_row(view, "mimamori_rate"), view.place, view.city.size_class))
    watched = facts.rows(view, "mimamori_rate", facts.coarsest(view))
    areas.bars(view, watched, facts.whole(view, "mimamori_rate").iloc[0], "見守られている世帯の割合", "coverage-mimamori")
