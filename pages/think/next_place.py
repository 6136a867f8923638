"""もう一か所つくるなら（たたき台）: the best further places, proven; one's own place tried on the map; plans kept and
compared."""

from pages import facts
from pages.facts import further, reach
from pages.figures import coverage, next_place
from pages.parts import ask, plan_form, put, searching, selection

view = selection.current()
kinds = next_place.kinds(facts.resources(view.whole_city())["kind"])
put.title("もう一か所つくるなら（たたき台）")
if not kinds:
    put.missing_list("通いの場・移動販売などの一覧", view, facts.kept_back(view, coverage.WALKED_TO))
    put.stop()
with put.questions():
    kind = ask.one_of_many("kind", "つくるもの", kinds)
    group = ask.one("group", "だれが", next_place.GROUPS)
    distance = ask.one("distance", "距離", coverage.DISTANCES, default="500")
lacking = further.people(view, further.question(view, kind, group, distance))
if isinstance(lacking, str):
    put.missing(*next_place.lacking(lacking, view))
    put.stop()
with put.questions():
    source = ask.one("candidates", "つくる場所の候補", next_place.sources(len(further.candidates(view, "halls"))))
    number = int(ask.one_of_many("number", "あと何か所", next_place.NUMBERS))
candidates, fixed, forbidden = further.candidates(view, source), (), ()
with put.folded("距離の測り方・必ず入れる場所・使えない場所を決める"):
    way = ask.one("way", "距離の測り方", reach.ways(view))
    if source == "halls":
        fixed = ask.any_of_many("fixed", "必ず入れる場所", next_place.names(candidates))
        forbidden = ask.any_of_many("forbidden", "使えない場所", next_place.names(candidates, fixed))
if candidates.empty:
    put.missing(*next_place.lacking("shapes", view))
    put.stop()
asked = further.question(view, kind, group, distance, way)
here, density = further.people(view, asked), reach.thinly_settled(view).get(view.district)
others = facts.place_rows(view, coverage.OTHER_MEANS, **coverage.options(kind, distance, group, way, "", "", ""))
question = (view.city.name, view.city.revision, view.sharing, asked, source, number, fixed, forbidden)
found = searching.best(repr(question), lambda: further.searching(here, candidates, number, fixed, forbidden))
result, still = further.outcome(here, candidates, found), ("spot", "share")
put.lead(
    *next_place.sentences_for(
        view.place, asked, number, next_place.of_candidates(source, len(candidates), further.grid_step(view)), result
    ),
    coverage.settled(density, others),
    next_place.caveat(asked, reach.people_placed(view)),
)
searching.more(found)
put.cards(next_place.cards(result))
spot = ask.told("spot")
tried = further.tried(view, here, spot) if spot else None
put.lead(*(next_place.tried_sentences(asked, tried) if spot else (next_place.POINT,)))
mark = next_place.spot(asked, tried, spot)
put.map_to_point_at(
    lambda: next_place.the_map(view, asked, here, result, *further.on_map(view, asked, result), facts.ground(view)),
    f"next-map-{result.gained:.3f}",
    lambda at: ask.tell("spot", at),
    mark,
    still,
)
put.sheet(lambda: next_place.sheet(view, asked, here, result), view, f"next-places-{result.gained:.3f}", still)
put.sheet(
    lambda: next_place.left_sheet(view, asked, here, *further.by_area(view, result)),
    view,
    f"next-left-{result.gained:.3f}",
    still,
)

put.section("何か所あれば足りるか", "選んだ候補のなかで、いちばん少ない数を計算します。")
share = ask.one_of_many("share", "歩いて行ける人の割合の目標", next_place.shares_to_ask(here))
if share:
    put.lead(
        next_place.needed_sentence(asked, share, further.needed(here, candidates, int(share) / 100, fixed, forbidden))
    )

put.section("案を残してくらべる", plan_form.HELP)
plan_form.keep(view, asked, result, mark)
plan_form.kept(view)
put.note(coverage.OTHER_WAYS)
