"""定義と出典: what every figure means, where its rule was read, what the states and sharing levels mean; written from
the registry."""

from pages import queries
from pages.parts import put, selection
from pages.topics import definitions

view, names = selection.current(), definitions.CONTENTS
put.title("定義と出典", "この地図帳の数字が、何をどう数えたものかを示します。")
put.contents(names)

put.section(names["indicators"], anchor="indicators")
for entry in definitions.indicators():
    put.definition(entry)

put.section(names["kinds"], anchor="kinds")
put.plain_table(definitions.kinds())
put.section(names["states"], anchor="states")
put.plain_table(definitions.states())
put.section(names["bases"], anchor="bases")
put.plain_table(definitions.bases())
put.section(names["sharing"], *definitions.RULES, anchor="sharing")
put.plain_table(definitions.sharing(view.city))
put.section(names["sources"], definitions.about(view.city), anchor="sources")
put.plain_table(definitions.sources(queries.sources(view)))
put.section(names["nation"], "市の値の横に置くのは、数え方が同じものだけです。", anchor="nation")
for entry in definitions.nation():
    put.definition(entry)
