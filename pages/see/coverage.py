"""歩いて行ける範囲: who can walk to a salon or a van stop, who cannot yet, and where; the other ways help arrives; watching-over."""

from pages.figures import captions, coverage, sentences, sheets
from pages.parts import areas, ask, facts, put, selection

view = selection.current()
levels, kinds = facts.levels(view), coverage.kinds(facts.resources(view)["kind"])
put.title("歩いて行ける範囲")
if not kinds:
    put.missing("通いの場・移動販売などの一覧が、この市のデータにはまだありません。", view, "--resources 一覧のファイル")
elif not facts.series_labels(view):
    put.missing("年齢別の人口が、この市のデータにはまだありません。", view, "--population 人口のファイル")
else:
    with put.questions():
        kind = ask.one_of_many("kind", "行き先", kinds)
        distance = ask.one("distance", "直線の距離", coverage.DISTANCES, default="500")
        group = ask.one("group", "だれが", coverage.groups(view.sharing), default="65+")
        level = ask.one("level", "見る単位", levels)
    options = {"kind": kind, "distance": distance, "group": group}
    each = options | {"distance": coverage.ALL_DISTANCES}

    put.lead(coverage.sentence(facts.place_row(view, "coverage", **options), view.place, options), sentences.WALK_CAVEAT)
    put.cards(coverage.cards(facts.place_rows(view, "coverage", **each)))

    rows, subject = facts.rows(view, "coverage", level, **options), coverage.title(options)
    areas.shaded_map(view, rows, level, subject, "coverage-map")
    if level == "district":
        areas.bars(view, rows, facts.whole(view, "coverage", **options).iloc[0], level, subject, "coverage-bars")

    put.figure(lambda: coverage.gap_map(view, facts.gaps(view, **options), facts.resources(view), facts.ground(view), options), "coverage-gaps")
    table = facts.rows(view, "coverage", level, within=True, **each)
    put.sheet(lambda: sheets.of_rows(table, captions.caption(areas.shown(view, level), areas.titled(view, "距離ごとの割合", level), table, f"距離・{levels[level]}ごと"), "distance_m", coverage.DISTANCE_HEADINGS, view.district), view, "coverage-table")

    put.section("歩く以外の届き方", coverage.OTHER_WAYS)
    coarse = facts.coarsest(view)
    other = facts.rows(view, coverage.WAYS, coarse, group=group)
    if not coverage.known_ways(other):
        put.note("移動販売が回る町内や、見守りの団体の一覧が、この市のデータにはまだありません。")
        put.stop()
    put.sheet(lambda: sheets.of_rows(other, captions.caption(areas.shown(view, coarse), areas.titled(view, "歩いて行ける人・移動販売が届く世帯・見守り", coarse), other, "届き方"), emphasis=view.district), view, "coverage-other")

    put.section("見守り", *coverage.mimamori_sentences(facts.place_row(view, "mimamori_rate"), view.place, view.city.size_class))
    areas.bars(view, facts.rows(view, "mimamori_rate", coarse), facts.whole(view, "mimamori_rate").iloc[0], coarse, "見守りの割合", "coverage-mimamori")
    put.note(coverage.MIMAMORI_NOTE)
