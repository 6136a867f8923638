"""見守り: households watched against people living alone, the commissioners' band, teams that overlap and areas that
none names."""

from data.watching import KIND
from pages import facts
from pages.facts import rounds as asked
from pages.figures import coverage, watching
from pages.parts import areas, ask, put, selection

view = selection.current()
levels, listed = facts.levels(view), facts.resources(view.whole_city())
put.title("見守り")
if not (listed["kind"] == KIND).any():
    put.missing_list("見守りの団体の一覧", view, facts.kept_back(view, (KIND,)), watching.LACKING)
    put.stop()

first = asked.teams_level(view)
with put.questions():
    level = ask.one("watched", "見る単位", levels or {"city": "市全体"}, default=first)
shown = areas.shown(view, level)
teams = facts.inside(view, level, asked.teams(view, level))
rate = facts.place_row(view, watching.RATE)
rates = facts.rows(view, watching.RATE, level, within=True)
put.lead(*watching.sentences_for(shown.place, teams, level, asked.unplaced_teams(view)))
put.lead(
    *coverage.mimamori_sentences(rate, view.place, view.city.size_class),
    watching.per_watcher(rate, asked.watchers(view), asked.number_of_teams(view)),
)
put.note(watching.EXAMPLES if asked.only_examples(view) else "")
if len(teams) and facts.has_shapes(view, level):
    put.figure(
        lambda: watching.area_map(shown, teams, facts.areas(view, level, within=True), level, facts.base(view, level)),
        "watching-map",
        pick=selection.choose_district if level == "district" else None,
        height=600,
    )
if len(teams):
    put.sheet(lambda: watching.sheet(shown, teams, rates, level), view, "watching-table")
coarse = facts.coarsest(view)
areas.bars(
    view,
    facts.rows(view, watching.RATE, coarse),
    facts.whole(view, watching.RATE).iloc[0],
    coarse,
    "見守りの割合",
    "watching-bars",
)
