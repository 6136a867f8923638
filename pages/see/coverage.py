"""歩いて行ける範囲: who can walk to a salon or a van stop, who cannot yet, and where; the other ways help arrives;
watching-over."""

from analysis.indicators.registry import shown_on
from pages import queries
from pages.parts import areas, other_means, put, questions, selection
from pages.queries import settlement
from pages.topics import coverage, missing_tables, served_areas

view = selection.current()
levels, resources = queries.levels(view), queries.resources(view.whole_city())
kinds, dated = coverage.kinds(resources["kind"]), bool(queries.series_labels(view))
options: dict[str, str] = {}
put.title("歩いて行ける範囲")
if not kinds:
    put.missing_list(view, "walked_to", queries.kept_back(view, coverage.WALKED_TO))
    put.stop()
if not dated:
    put.lead(
        served_areas.lacking(dated, queries.has_shapes(view, queries.coarsest(view)), resources["lat"].notna().any())
    )
else:
    with put.questions():
        kind = questions.one_of_many("kind", "行き先", kinds)
        distance = questions.one("distance", "距離", coverage.DISTANCE_LABELS, default="500")
        group = questions.one("group", "だれが", coverage.groups(view.sharing), default="65+")
        level = questions.one("level", "見る単位", levels)
    with put.folded("くわしく選ぶ（距離の測り方・曜日・時間帯・回数）"):
        with put.questions():
            way = questions.one_of_many("way", "距離の測り方", settlement.ways(view))
            often = questions.one_of_many("often", "どのくらい", coverage.HOW_OFTEN)
            day = questions.one_of_many("day", "いつ（曜日）", coverage.DAYS)
            part = questions.one_of_many("part", "いつ（時間帯）", coverage.PARTS)
        put.note(coverage.RULE)
    options = coverage.options(kind, distance, group, way, day, part, often)
    each, sparse = options | {"distance": coverage.ALL_DISTANCES}, settlement.thinly_settled(view)
    density = sparse.get(view.district)
    others = queries.place_rows(view, coverage.OTHER_MEANS, **options)
    walked = queries.rows(view, "coverage", level, **options)

    put.lead(
        coverage.sentence(queries.place_row(view, "coverage", **options), view.place, options, others, density),
        "" if density else coverage.other_ways(others, options),
    )
    put.note(coverage.caveat(options, settlement.people_placed(view)))
    put.cards(coverage.cards(queries.place_rows(view, "coverage", **each), others if density else None))
    put.note(
        ""
        if density
        else coverage.thin([queries.district_names(view.city)[code] for code in sparse], view.city.thinly_settled)
    )

    subject = coverage.title(options)
    areas.shaded_map(view, walked, level, subject, "coverage-map")
    if level == "district":
        areas.bars(view, walked, queries.whole(view, "coverage", **options).iloc[0], level, subject, "coverage-bars")
    table, headings = coverage.by_means(
        queries.rows(view, "coverage", level, within=True, **each),
        queries.rows(view, coverage.OTHER_MEANS, level, within=True, **options),
    )
    table_title, form = "歩いて行ける人（距離ごと）と、ほかの届き方", f"届き方・{levels[level]}ごと"
    areas.table(view, table, level, table_title, form, "coverage-table", "means", headings)
    put.figure(
        lambda: coverage.gap_map(
            view, queries.gaps(view, **options), queries.resources(view), queries.ground(view), options
        ),
        "coverage-gaps",
    )
    if view.sharing == "internal" and (seats := coverage.seats(options)):
        areas.bars(
            view,
            queries.rows(view, "supply_access", level, **seats),
            queries.whole(view, "supply_access", **seats).iloc[0],
            level,
            "席のゆとり（65歳以上1,000人あたり・月）",
            "coverage-room",
        )

put.section("歩く以外の届き方", coverage.OTHER_WAYS)
if coverage.known_ways(queries.rows(view, shown_on("coverage"), queries.coarsest(view))):
    other_means.vans(view, levels)
    other_means.table_and_list(view, options.get("group"))
    other_means.watching(view)
else:
    put.note(missing_tables.said("served"))
if not dated:
    put.missing(view, "population")
