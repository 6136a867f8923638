"""個人別の利用: for officials alone (dashboard.py lists it only with their access setting), read only while 庁内用 is
chosen; nothing here can be saved."""

from pages import facts
from pages.figures import restricted
from pages.parts import put, selection

view = selection.current()
put.title("個人別の利用")
if view.sharing != "internal":
    put.lead(restricted.CHOOSE)
    put.stop()
rows = facts.individuals(view)
if rows.empty:
    put.lead(view.place + restricted.NO_ROWS.format(city=view.city.name))
    put.stop()

put.lead(*restricted.sentences_for(view.place, rows), restricted.CAREFUL)
left, right = put.columns(2)
with left:
    put.section(restricted.stamped("使う回数の組み合わせ"), "一人を1回だけ数えています。書かれた順は区別していません。")
    put.plain_table(restricted.combinations(rows))
    put.section(restricted.stamped("介護の区分"))
    put.plain_table(restricted.levels(rows))
with right:
    put.section(restricted.stamped("それぞれの回数が書かれている人"), "二つの回数がある人は、両方に入ります。")
    put.plain_table(restricted.frequencies(rows))
    put.section(restricted.stamped("年代と性別"))
    put.plain_table(restricted.decades(rows))
if restricted.has_marks(rows):
    put.section(restricted.stamped("一人の行にある〇の数"), restricted.LOST)
    put.plain_table(restricted.marks(rows))
put.section(restricted.stamped("一覧（資料の記載のとおり）"))
put.plain_table(restricted.listing(rows))
