"""定義と出典: what every figure means, where its rule was read, what the states and sharing levels mean; written from the registry."""

from pages.figures import definitions
from pages.parts import facts, put, selection

view = selection.current()
put.title("定義と出典", "この地図帳の数字が、何をどう数えたものかを示します。")

put.section("数字の定義")
for entry in definitions.indicators():
    put.definition(entry)

put.section("地域資源の種類と、届き方")
put.plain_table(definitions.kinds())
put.section("値を示せないときの言葉")
put.plain_table(definitions.states())
put.section("公開の範囲と、かくす人数")
put.plain_table(definitions.sharing(view.city))
put.section(f"{view.city.title}のデータの出典")
put.plain_table(definitions.sources(facts.sources(view)))
put.section("国の値の出典")
put.plain_table(definitions.nation())
