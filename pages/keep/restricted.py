"""個人別の利用: for officials alone (dashboard.py lists it only with their access setting), read only while 庁内用 is
chosen; nothing here can be saved."""

from pages import queries
from pages.parts import put, selection
from pages.topics import individuals

view = selection.current()
put.title("個人別の利用")
if view.sharing != "internal":
    put.lead(individuals.CHOOSE)
    put.stop()
rows = queries.single_persons(view)
if rows.empty:
    put.lead(individuals.none_yet(view))
    put.stop()

put.lead(*individuals.sentences_for(view.place, rows), individuals.CAREFUL)
left, right = put.columns(2)
with left:
    put.section(
        individuals.stamped("使う回数の組み合わせ"), "一人を1回だけ数えています。書かれた順は区別していません。"
    )
    put.plain_table(individuals.combinations(rows))
    put.section(individuals.stamped("介護の区分"))
    put.plain_table(individuals.levels(rows))
with right:
    put.section(individuals.stamped("それぞれの回数が書かれている人"), "二つの回数がある人は、両方に入ります。")
    put.plain_table(individuals.frequencies(rows))
    put.section(individuals.stamped("年代と性別"))
    put.plain_table(individuals.decades(rows))
if individuals.has_marks(rows):
    put.section(individuals.stamped("一人の行にある〇の数"), individuals.LOST)
    put.plain_table(individuals.marks(rows))
put.section(individuals.stamped("一覧（資料の記載のとおり）"))
put.plain_table(individuals.listing(rows))
