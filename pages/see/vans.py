"""移動販売の回り方: one round's stops by weekday and time, who lives near them, what is lost without one, days between
visits."""

from analysis.lists.mobile_sales_rounds import KIND
from pages import queries
from pages.parts import put, questions, selection
from pages.queries import van_rounds
from pages.topics import coverage, mobile_sales, served_areas

view = selection.current()
levels, listed = queries.levels(view), queries.resources(view.whole_city())
put.title("移動販売の回り方")
if not (listed["kind"] == KIND).any():
    put.missing_list(view, KIND, queries.kept_back(view, (KIND,)))
    put.stop()

rounds, routes = van_rounds.rounds(view), van_rounds.routes(view)
if routes:
    route = questions.one_of_many("route", "便", {route: route for route in routes})
    stops = van_rounds.stops(view, route)
    put.lead(mobile_sales.of_place(view.place, len(routes)), *mobile_sales.sentences_for(route, stops))
    put.note(mobile_sales.CAVEAT)
    put.cards(mobile_sales.cards(stops))
    if stops["lat"].notna().any():
        put.figure(
            lambda: mobile_sales.the_map(view, rounds, route, stops, *van_rounds.on_map(view, stops)),
            f"vans-map-{route}",
        )
    put.sheet(lambda: mobile_sales.sheet(view, rounds, route, stops), view, f"vans-stops-{route}")
    put.section("便の一覧")
    put.sheet(lambda: mobile_sales.overview(view, rounds, routes), view, "vans-overview")
elif len(rounds.stops):
    put.lead(f"{view.place}には、移動販売の停留場所の登録がありません。来ていないという意味とは限りません。")
else:
    put.lead(mobile_sales.NO_STOPS)

van = queries.place_row(view, served_areas.VAN)
level = served_areas.level(van, view.district, levels)
reached = queries.rows(view, served_areas.VAN, level, within=True)
if reached["value"].notna().any() and rounds.stops.empty:
    spoken = served_areas.wholes(van, queries.rows(view, served_areas.VAN, queries.coarsest(view)))
    put.section("移動販売が届く町内と世帯")
    put.lead(*served_areas.sentences_for(view.place, van, reached, spoken))
    put.sheet(lambda: served_areas.sheet(view, reached, spoken, listed[listed["kind"] == KIND]), view, "vans-served")
put.note(coverage.OTHER_WAYS)
