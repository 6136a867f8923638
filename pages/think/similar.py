"""似た地区: the three districts most alike to the chosen one, what is alike and what differs, and what they do."""

from pages import facts
from pages.figures import similar
from pages.parts import put, selection

view = selection.current()
put.title("似た地区")
if not view.district:
    put.choose_district(view)
    put.stop()
alike = facts.similar(view)
if alike.empty:
    put.lead(similar.TOO_FEW)
    put.stop()

rows = facts.profiles(view)
put.lead(*similar.sentences_for(view, alike, rows))
put.sheet(lambda: similar.side_by_side(view, alike, rows), view, "similar-figures")

put.section("似た地区では、どんなことをしているか", similar.CAVEAT)
there = facts.resources(view.whole_city())
record = facts.council_record(view.whole_city())
if not record.empty:
    put.sheet(lambda: similar.efforts(view, alike, record, there), view, "similar-efforts")
else:
    put.note("協議体の記録が、この市のデータにはまだありません。")
if len(there):
    put.sheet(lambda: similar.resources_by_kind(view, alike, there), view, "similar-resources")
cases = similar.cases_of(facts.cases(view), alike)
if len(cases):
    put.sheet(lambda: similar.cases(view, cases), view, "similar-cases")
else:
    put.note("この公開の範囲で見られる、似た地区の事例は、登録がありません。")
