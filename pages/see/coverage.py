"""歩いて行ける範囲: who can walk to a salon or a van stop, who cannot yet, and where; the other ways help arrives; watching-over."""

from pages import facts
from pages.figures import captions, coverage, resource_list, sentences, served, sheets
from pages.parts import areas, ask, put, selection

view = selection.current()
levels, resources = facts.levels(view), facts.resources(view.whole_city())
kinds, dated = coverage.kinds(resources["kind"]), bool(facts.series_labels(view))
put.title("歩いて行ける範囲")
if not kinds:
    put.missing("通いの場・移動販売などの一覧が、この市のデータにはまだありません。", view, "--resources 一覧のファイル")
    put.stop()
if not dated:
    put.lead(served.lacking(dated, facts.has_shapes(view, facts.coarsest(view)), resources["lat"].notna().any()))
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
if coverage.known_ways(facts.rows(view, coverage.WAYS, coarse)):
    van = facts.place_row(view, served.VAN)
    spoken = served.wholes(van, facts.rows(view, served.VAN, coarse))
    reached = facts.rows(view, served.VAN, served.level(van, view.district, levels), within=True)
    put.section("移動販売が届く世帯")
    put.lead(*served.sentences_for(view.place, van, reached, spoken))
    if reached["value"].notna().any():
        put.sheet(lambda: served.sheet(view, reached, spoken, resources[resources["kind"] == "mobile_sales"]), view, "coverage-van")
    if dated:
        beside = facts.rows(view, coverage.WAYS, coarse, group=group)
        put.sheet(lambda: sheets.of_rows(beside, captions.caption(areas.shown(view, coarse), areas.titled(view, "歩いて行ける人・移動販売が届く世帯・見守り", coarse), beside, "届き方"), emphasis=view.district), view, "coverage-other")
    others = served.others(facts.resources(view))
    if len(others):
        put.listing(lambda: resource_list.listing(view, others, "function", served.OTHERS), view, "coverage-others")
    put.section("見守り", *coverage.mimamori_sentences(facts.place_row(view, "mimamori_rate"), view.place, view.city.size_class))
    areas.bars(view, facts.rows(view, "mimamori_rate", coarse), facts.whole(view, "mimamori_rate").iloc[0], coarse, "見守りの割合", "coverage-mimamori")
    put.note(coverage.MIMAMORI_NOTE)
else:
    put.note("移動販売が回る町内や、見守りの団体の一覧が、この市のデータにはまだありません。")
if not dated:
    put.missing("年齢別の人口が、この市のデータにはまだありません。", view, "--population 人口のファイル")
