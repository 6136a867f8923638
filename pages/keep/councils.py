"""協議体の歩み: when councils were set up, what each aims at and does, who took part, who helps, what began since, the
last homework."""

from pages import queries
from pages.parts import put, selection
from pages.topics import council_activities, councils, participation, resident_activities, supporters

view = selection.current()
record, begun = queries.council_record(view), queries.begun(view)
put.title("協議体の歩み")
if queries.council_record(view.whole_city()).empty:
    put.missing(view, "councils")
    put.stop()
put.lead(*councils.sentences_for(view, record))
put.quote(queries.vision(view), "目指す地域像")

if not view.district and len(record.years):
    put.section("設立")
    put.figure(lambda: councils.years_bars(view, record, queries.remarks(view, "council_years")), "councils-years")
    put.sheet(lambda: councils.years_sheet(view, record), view, "councils-years-table")
    printed = councils.of_councils(queries.published_everywhere(view))
    if len(printed):
        put.sheet(lambda: councils.elsewhere(view, printed), view, "councils-printed")

if len(record.councils):
    put.section("協議体のようす")
    put.sheet(lambda: councils.districts_sheet(view, record), view, "councils-districts")

put.section("前回の宿題")
if record.homework.empty:
    put.note(council_activities.NO_HOMEWORK)
else:
    put.sheet(lambda: council_activities.homework_sheet(view, record), view, "councils-homework")

if len(record.activities):
    put.section("会議と参加")
    if len(participation.exchange(record)):
        put.figure(
            lambda: participation.exchange_bars(view, record, queries.remarks(view, "exchange")), "councils-exchange"
        )
    if len(participation.invited(record)):
        put.figure(lambda: participation.invited_bars(view, record), "councils-invited")
    if len(record.by_town):
        put.figure(lambda: participation.towns_bars(view, record), "councils-towns")
        put.as_csv(lambda: participation.towns_sheet(view, record), view, "councils-towns-table")
    put.sheet(lambda: council_activities.sheet(view, record), view, "councils-activities")

if supporters.has_supporters(record):
    put.section(view.city.word("supporter"))
    if record.supporters["registered"].count() > 1:
        put.figure(lambda: supporters.bars(view, record), "councils-supporters")
    put.sheet(lambda: supporters.sheet(view, record), view, "councils-supporters-table")

put.section("活動のひろがり（第3層）")
if resident_activities.third_tier(begun).empty:
    put.note(resident_activities.NOTHING_BEGAN)
else:
    put.lead(*resident_activities.began_sentences(begun))
    put.figure(lambda: resident_activities.began_bars(view, begun), "councils-began")
    put.sheet(
        lambda: (
            resident_activities.began_list(view, begun)
            if view.district
            else resident_activities.began_by_district(view, begun, record)
        ),
        view,
        "councils-began-table",
    )
