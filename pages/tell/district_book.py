"""地区データブック: the printed data book of the chosen district in every form, and those of all districts at once."""

from pages import queries
from pages.parts import book_downloads, put, questions, selection

view = selection.current()
put.title(
    "地区データブック",
    "地区ごとの人口・困りごと・地域資源などを一冊にまとめたものです。会議で配る、回覧する、掲示する、"
    "といった使い方ができます。",
)
if not queries.number_of_districts(view):
    put.missing(view, "membership", "地区データブックを作れません。")
    put.stop()

if view.district:
    put.section(f"{view.district_label}の一冊")
    book_downloads.of_district(view)
    put.note("ボタンを押すと、その場で作って保存します（数秒かかるものがあります）。")
else:
    put.choose_district(view)

put.section(
    "すべての地区をまとめて作る",
    "冊子（PDF）を地区の数だけ作り、一つのファイル（zip）にまとめます。できるまで少し時間がかかります。"
    "途中でやめられます。",
)
with put.questions():
    forms = questions.any_of_many("forms", "冊子のほかに、いっしょに作るもの", book_downloads.others())
book_downloads.of_all(view, ("pdf", *forms))
