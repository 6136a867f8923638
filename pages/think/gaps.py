"""まだ歩いて行ける場所がない所: how many persons, where, and what need stands beside what there is; officials weigh
it."""

from pages import queries
from pages.parts import areas, put, questions, selection
from pages.queries import out_of_reach, settlement
from pages.topics import coverage, gaps, weighting

view = selection.current()
kinds, dated = coverage.kinds(queries.resources(view.whole_city())["kind"]), bool(queries.series_labels(view))
put.title(gaps.TITLE)
if not kinds:
    put.missing_list(view, "walked_to", queries.kept_back(view, coverage.WALKED_TO))
    put.stop()
distance = "500"
if not dated:
    put.missing(view, "population", gaps.NOBODY_COUNTED)
else:
    with put.questions():
        kind = questions.one_of_many("kind", "行き先", kinds)
        distance = questions.one("distance", "距離", coverage.DISTANCE_LABELS, default="500")
        group = questions.one("group", "だれが（地図）", coverage.groups(view.sharing), default="65+")
        level = questions.one(
            "area", "見る単位", out_of_reach.areas_asked(view) or {"city": "市全体"}, out_of_reach.first_level(view)
        )
    options, shown = coverage.options(kind, distance, group, "straight", "", "", ""), areas.shown(view, level)
    each = options | {"group": out_of_reach.groups(view)}
    place, older = out_of_reach.of_place(view, **each), options | {"group": "65+"}
    none = out_of_reach.of_place(view, out_of_reach.by_no_means, **older)
    put.lead(
        *gaps.sentences_for(
            view.place,
            place,
            out_of_reach.persons(view, out_of_reach.finest(view), **older),
            older,
            none,
            settlement.thinly_settled(view).get(view.district),
        )
    )
    put.note(coverage.caveat(options, settlement.people_placed(view)))
    put.cards(gaps.cards(place))
    put.go_on("think/next_place", gaps.LEAD_ON)
    rows = out_of_reach.persons(view, level, **options)
    if queries.has_shapes(view, level) and rows["state"].isin(gaps.COUNTED).any():
        scale = out_of_reach.persons(view, level, within=False, **options)["outside"]
        areas.map_of(
            view,
            level,
            lambda shapes, base: gaps.area_map(shown, rows, shapes, options, level, base, scale),
            "gaps-persons",
        )
    else:
        put.note(gaps.no_map(rows))
    table = out_of_reach.persons(view, level, **each)
    others = out_of_reach.by_no_means(view, level, **older)
    put.sheet(lambda: gaps.sheet(shown, table, others, options, level), view, "gaps-table")
    if queries.has_shapes(view, out_of_reach.finest(view)):
        put.figure(
            lambda: coverage.gap_map(
                view, queries.gaps(view, **options), queries.resources(view), queries.ground(view), options
            ),
            "gaps-places",
        )

put.section("困りごとと、いまある場所")
needed = out_of_reach.needs_level(view)
beside = out_of_reach.need_beside_supply(view, needed, distance) if needed else None
if beside is None or beside.empty:
    put.note("困りごとの表（相談で把握した人数）が、この市やこの地区のデータにはまだありません。")
else:
    answers = {need: out_of_reach.answers(view, need) for need in beside["need"].unique()}
    put.sheet(
        lambda: gaps.beside_sheet(areas.shown(view, needed), beside, answers, needed, distance), view, "gaps-beside"
    )

if view.sharing == "internal" and dated:
    put.section("おもみをつけて並べる（庁内用）", weighting.HELP)
    measures = out_of_reach.to_weigh(view, level, **options)
    criteria = weighting.known(measures)
    with put.questions():
        weights = {
            key: questions.one(f"weight-{key}", label, weighting.WEIGHTS, default="1")
            for key, label in criteria.items()
        }
    sort = questions.one_of_many("sort", "並べ方", weighting.sorts(criteria))
    put.lead(*weighting.sentences_for(measures, weights, level))
    put.sheet(lambda: weighting.sheet(shown, measures, weights, sort, level), view, "gaps-weighed")
