"""協議体の歩み: when councils were set up, what each aims at and does, who took part, who helps, what began since, the
last homework."""

from pages import facts
from pages.figures import councils, taking_part
from pages.parts import put, selection

view = selection.current()
record, begun = facts.council_record(view), facts.begun(view)
put.title("協議体の歩み")
if facts.council_record(view.whole_city()).empty:
    put.missing(councils.NONE_YET, view, "--councils 協議体の表")
    put.stop()
put.lead(*councils.sentences_for(view, record))
put.quote(facts.vision(view), "目指す地域像")

if not view.district and len(record.years):
    put.section("設立")
    put.figure(lambda: councils.years_bars(view, record, facts.remarks(view, "council_years")), "councils-years")
    put.sheet(lambda: councils.years_sheet(view, record), view, "councils-years-table")
    printed = councils.of_councils(facts.published_everywhere(view))
    if len(printed):
        put.sheet(lambda: councils.elsewhere(view, printed), view, "councils-printed")

if len(record.councils):
    put.section("協議体のようす")
    put.sheet(lambda: councils.districts_sheet(view, record), view, "councils-districts")

put.section("前回の宿題")
if record.homework.empty:
    put.note(councils.NO_HOMEWORK)
else:
    put.sheet(lambda: councils.homework_sheet(view, record), view, "councils-homework")

if len(record.activities):
    put.section("会議と参加")
    if len(taking_part.exchange(record)):
        put.figure(
            lambda: taking_part.exchange_bars(view, record, facts.remarks(view, "exchange")), "councils-exchange"
        )
    if len(taking_part.invited(record)):
        put.figure(lambda: taking_part.invited_bars(view, record), "councils-invited")
    if len(record.by_town):
        put.figure(lambda: taking_part.towns_bars(view, record), "councils-towns")
        put.as_csv(lambda: taking_part.towns_sheet(view, record), view, "councils-towns-table")
    put.sheet(lambda: councils.activities_sheet(view, record), view, "councils-activities")

if taking_part.has_supporters(record):
    put.section(view.city.word("supporter"))
    if record.supporters["registered"].count() > 1:
        put.figure(lambda: taking_part.supporters_bars(view, record), "councils-supporters")
    put.sheet(lambda: taking_part.supporters_sheet(view, record), view, "councils-supporters-table")

put.section("活動のひろがり（第3層）")
if taking_part.third_tier(begun).empty:
    put.note(taking_part.NOTHING_BEGAN)
else:
    put.lead(*taking_part.began_sentences(begun))
    put.figure(lambda: taking_part.began_bars(view, begun), "councils-began")
    put.sheet(
        lambda: (
            taking_part.began_list(view, begun) if view.district else taking_part.began_by_district(view, begun, record)
        ),
        view,
        "councils-began-table",
    )
