"""もう一か所つくるなら（たたき台）: the best further places, proven; one's own place tried on the map; plans kept and
compared."""

from pages import queries
from pages.parts import plan_form, put, questions, selection, site_search
from pages.queries import settlement, siting
from pages.topics import coverage, next_place, next_place_tables

view = selection.current()
kinds = next_place.kinds(queries.resources(view.whole_city())["kind"])
put.title("もう一か所つくるなら（たたき台）")
if not kinds:
    put.missing_list(view, "walked_to", queries.kept_back(view, coverage.WALKED_TO))
    put.stop()
with put.questions():
    kind = questions.one_of_many("kind", "つくるもの", kinds)
    group = questions.one("group", "だれが", next_place.GROUPS)
    distance = questions.one("distance", "距離", coverage.DISTANCE_LABELS, default="500")
lacking = siting.people(view, siting.question(view, kind, group, distance))
if isinstance(lacking, str):
    put.missing(view, *next_place.lacking(lacking))
    put.stop()
with put.questions():
    source = questions.one(
        "candidates", "つくる場所の候補", next_place.sources(len(siting.possible_places(view, "halls")))
    )
    number = int(questions.one_of_many("number", "あと何か所", next_place.NUMBERS))
candidates, fixed, forbidden = siting.possible_places(view, source), (), ()
with put.folded("距離の測り方・必ず入れる場所・使えない場所を決める"):
    way = questions.one("way", "距離の測り方", settlement.ways(view))
    if source == "halls":
        fixed = questions.any_of_many("fixed", "必ず入れる場所", next_place.names(candidates))
        forbidden = questions.any_of_many("forbidden", "使えない場所", next_place.names(candidates, fixed))
if candidates.empty:
    put.missing(view, *next_place.lacking(next_place.NO_SHAPES))
    put.stop()
asked = siting.question(view, kind, group, distance, way)
here, density = siting.people(view, asked), settlement.thinly_settled(view).get(view.district)
others = queries.place_rows(view, coverage.OTHER_MEANS, **coverage.options(kind, distance, group, way, "", "", ""))
question = (view.city.name, view.city.revision, view.sharing, asked, source, number, fixed, forbidden)
found = site_search.best(repr(question), lambda: siting.searching(here, candidates, number, fixed, forbidden))
result, still = siting.outcome(here, candidates, found), ("spot", "share")
put.lead(
    *next_place.sentences_for(
        view.place, asked, number, next_place.of_candidates(source, len(candidates), siting.grid_step(view)), result
    ),
    coverage.settled(density, others),
    next_place.caveat(asked, settlement.people_placed(view)),
)
site_search.more(found)
put.cards(next_place.cards(result))
spot = questions.told("spot")
tried = siting.tried(view, here, spot) if spot else None
put.lead(*(next_place.tried_sentences(asked, tried) if spot else (next_place.POINT,)))
mark = next_place.spot(asked, tried, spot)
put.map_to_point_at(
    lambda: next_place.the_map(view, asked, here, result, *siting.on_map(view, asked, result), queries.ground(view)),
    f"next-map-{result.gained:.3f}",
    lambda at: questions.tell("spot", at),
    mark,
    still,
)
put.sheet(lambda: next_place_tables.sheet(view, asked, here, result), view, f"next-places-{result.gained:.3f}", still)
put.sheet(
    lambda: next_place_tables.left_sheet(view, asked, here, *siting.by_area(view, result)),
    view,
    f"next-left-{result.gained:.3f}",
    still,
)

put.section("何か所あれば足りるか", "選んだ候補のなかで、いちばん少ない数を計算します。")
share = questions.one_of_many("share", "歩いて行ける人の割合の目標", next_place.shares_to_ask(here))
if share:
    put.lead(
        next_place.needed_sentence(asked, share, siting.needed(here, candidates, int(share) / 100, fixed, forbidden))
    )

put.section("案を残してくらべる", plan_form.HELP)
plan_form.keep(view, asked, result, mark)
plan_form.kept(view)
put.note(coverage.OTHER_WAYS)
