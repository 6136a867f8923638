"""見守り: households watched against people living alone, the commissioners' band, teams that overlap and areas that
none names."""

from analysis.lists.mimamori_teams import KIND
from pages import queries
from pages.parts import areas, put, questions, selection
from pages.queries import watch_teams
from pages.topics import coverage, mimamori

view = selection.current()
levels, listed = queries.levels(view), queries.resources(view.whole_city())
put.title("見守り")
if not (listed["kind"] == KIND).any():
    put.missing_list(view, KIND, queries.kept_back(view, (KIND,)), mimamori.LACKING)
    put.stop()

first = watch_teams.teams_level(view)
with put.questions():
    level = questions.one("watched", "見る単位", levels or {"city": "市全体"}, default=first)
shown = areas.shown(view, level)
teams = queries.inside(view, level, watch_teams.teams(view, level))
rate = queries.place_row(view, mimamori.RATE)
rates = queries.rows(view, mimamori.RATE, level, within=True)
put.lead(*mimamori.sentences_for(shown.place, teams, level, watch_teams.unplaced_teams(view)))
put.lead(
    *coverage.mimamori_sentences(rate, view.place, view.city.size_class),
    mimamori.per_watcher(rate, watch_teams.watchers(view), watch_teams.number_of_teams(view)),
)
put.note(mimamori.EXAMPLES if watch_teams.only_examples(view) else "")
if len(teams) and queries.has_shapes(view, level):
    areas.map_of(view, level, lambda shapes, base: mimamori.area_map(shown, teams, shapes, level, base), "watching-map")
if len(teams):
    put.sheet(lambda: mimamori.sheet(shown, teams, rates, level), view, "watching-table")
coarse = queries.coarsest(view)
areas.bars(
    view,
    queries.rows(view, mimamori.RATE, coarse),
    queries.whole(view, mimamori.RATE).iloc[0],
    coarse,
    "見守りの割合",
    "watching-bars",
)
