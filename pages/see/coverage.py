"""歩いて行ける範囲: who can walk to a salon or a van stop, who cannot yet, and where; the other ways help arrives;
watching-over."""

from pages import facts
from pages.facts import reach
from pages.figures import captions, coverage, served, sheets
from pages.parts import areas, arriving, ask, put, selection

view = selection.current()
levels, resources = facts.levels(view), facts.resources(view.whole_city())
kinds, dated = coverage.kinds(resources["kind"]), bool(facts.series_labels(view))
options: dict[str, str] = {}
put.title("歩いて行ける範囲")
if not kinds:
    put.missing_list("通いの場・移動販売などの一覧", view, facts.kept_back(view, coverage.WALKED_TO))
    put.stop()
if not dated:
    put.lead(served.lacking(dated, facts.has_shapes(view, facts.coarsest(view)), resources["lat"].notna().any()))
else:
    with put.questions():
        kind = ask.one_of_many("kind", "行き先", kinds)
        distance = ask.one("distance", "距離", coverage.DISTANCES, default="500")
        group = ask.one("group", "だれが", coverage.groups(view.sharing), default="65+")
        level = ask.one("level", "見る単位", levels)
    with put.folded("くわしく選ぶ（距離の測り方・曜日・時間帯・回数）"):
        with put.questions():
            way = ask.one_of_many("way", "距離の測り方", reach.ways(view))
            often = ask.one_of_many("often", "どのくらい", coverage.HOW_OFTEN)
            day = ask.one_of_many("day", "いつ（曜日）", coverage.DAYS)
            part = ask.one_of_many("part", "いつ（時間帯）", coverage.PARTS)
        put.note(coverage.RULE)
    options = coverage.options(kind, distance, group, way, day, part, often)
    each, sparse = options | {"distance": coverage.ALL_DISTANCES}, reach.thinly_settled(view)
    density = sparse.get(view.district)
    others = facts.place_rows(view, coverage.OTHER_MEANS, **options)
    walked = facts.rows(view, "coverage", level, **options)

    put.lead(
        coverage.sentence(facts.place_row(view, "coverage", **options), view.place, options, others, density),
        "" if density else coverage.beside(others, options),
    )
    put.note(coverage.caveat(options, reach.people_placed(view)))
    put.cards(coverage.cards(facts.place_rows(view, "coverage", **each), others if density else None))
    put.note(
        ""
        if density
        else coverage.thin([facts.district_names(view.city)[code] for code in sparse], view.city.thinly_settled)
    )

    subject = coverage.title(options)
    areas.shaded_map(view, walked, level, subject, "coverage-map")
    if level == "district":
        areas.bars(view, walked, facts.whole(view, "coverage", **options).iloc[0], level, subject, "coverage-bars")
    table, headings = coverage.by_means(
        facts.rows(view, "coverage", level, within=True, **each),
        facts.rows(view, coverage.OTHER_MEANS, level, within=True, **options),
    )
    put.sheet(
        lambda: sheets.of_rows(
            table,
            captions.caption(
                areas.shown(view, level),
                areas.titled(view, "歩いて行ける人（距離ごと）と、ほかの届き方", level),
                table,
                f"届き方・{levels[level]}ごと",
            ),
            "means",
            headings,
            view.district,
        ),
        view,
        "coverage-table",
    )
    put.figure(
        lambda: coverage.gap_map(view, facts.gaps(view, **options), facts.resources(view), facts.ground(view), options),
        "coverage-gaps",
    )
    if view.sharing == "internal" and (seats := coverage.seats(options)):
        areas.bars(
            view,
            facts.rows(view, "supply_access", level, **seats),
            facts.whole(view, "supply_access", **seats).iloc[0],
            level,
            "席のゆとり（65歳以上1,000人あたり・月）",
            "coverage-room",
        )

put.section("歩く以外の届き方", coverage.OTHER_WAYS)
if coverage.known_ways(facts.rows(view, coverage.WAYS, facts.coarsest(view))):
    arriving.vans(view, levels)
    arriving.beside(view, options.get("group"))
    arriving.watching(view)
else:
    put.note("移動販売が回る町内や、見守りの団体の一覧が、この市のデータにはまだありません。")
if not dated:
    put.missing("年齢別の人口が、この市のデータにはまだありません。", view, "--population 人口のファイル")
