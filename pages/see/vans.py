"""移動販売の回り方: one round's stops by weekday and time, who lives near them, what is lost without one, days between
visits."""

from data.routes import KIND
from pages import facts
from pages.facts import rounds as asked
from pages.figures import coverage, served, vans
from pages.parts import ask, put, selection

view = selection.current()
levels, listed = facts.levels(view), facts.resources(view.whole_city())
put.title("移動販売の回り方")
if not (listed["kind"] == KIND).any():
    put.missing_list("移動販売の一覧", view, facts.kept_back(view, (KIND,)))
    put.stop()

rounds, routes = asked.rounds(view), asked.here(view)
if routes:
    route = ask.one_of_many("route", "便", {route: route for route in routes})
    stops = asked.stops(view, route)
    put.lead(vans.of_place(view.place, len(routes)), *vans.sentences_for(route, stops))
    put.note(vans.CAVEAT)
    put.cards(vans.cards(stops))
    if stops["lat"].notna().any():
        put.figure(
            lambda: vans.the_map(
                view,
                rounds,
                route,
                stops,
                asked.other_stops(view, stops),
                asked.around(view, stops),
                asked.ground_of(view, stops),
            ),
            f"vans-map-{route}",
        )
    put.sheet(lambda: vans.sheet(view, rounds, route, stops), view, f"vans-stops-{route}")
    put.section("便の一覧")
    put.sheet(lambda: vans.overview(view, rounds, routes), view, "vans-overview")
elif len(rounds.stops):
    put.lead(f"{view.place}には、移動販売の停留場所の登録がありません。来ていないという意味とは限りません。")
else:
    put.lead(vans.NO_STOPS)

van = facts.place_row(view, served.VAN)
level = served.level(van, view.district, levels)
reached = facts.rows(view, served.VAN, level, within=True)
if reached["value"].notna().any() and rounds.stops.empty:
    spoken = served.wholes(van, facts.rows(view, served.VAN, facts.coarsest(view)))
    put.section("移動販売が届く町内と世帯")
    put.lead(*served.sentences_for(view.place, van, reached, spoken))
    put.sheet(lambda: served.sheet(view, reached, spoken, listed[listed["kind"] == KIND]), view, "vans-served")
put.note(coverage.OTHER_WAYS)
