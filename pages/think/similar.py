"""似た地区: the three districts most alike to the chosen one, what is alike and what differs, and what they do."""

from pages import queries
from pages.parts import put, selection
from pages.topics import missing_tables, similar_districts

view = selection.current()
put.title("似た地区")
if not view.district:
    put.choose_district(view)
    put.stop()
alike = queries.similar(view)
if alike.empty:
    put.lead(similar_districts.TOO_FEW)
    put.stop()

rows = queries.profiles(view)
put.lead(*similar_districts.sentences_for(view, alike, rows))
put.sheet(lambda: similar_districts.side_by_side(view, alike, rows), view, "similar-figures")

put.section("似た地区では、どんなことをしているか", similar_districts.CAVEAT)
there = queries.resources(view.whole_city())
record = queries.council_record(view.whole_city())
if not record.empty:
    put.sheet(lambda: similar_districts.efforts(view, alike, record, there), view, "similar-efforts")
else:
    put.note(missing_tables.said("councils"))
if len(there):
    put.sheet(lambda: similar_districts.resources_by_kind(view, alike, there), view, "similar-resources")
cases = similar_districts.cases_of(queries.cases(view), alike)
if len(cases):
    put.sheet(lambda: similar_districts.cases(view, cases), view, "similar-cases")
else:
    put.note("この公開の範囲で見られる、似た地区の事例は、登録がありません。")
