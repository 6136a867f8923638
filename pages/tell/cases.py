"""事例集: what people did, in the form of the coordinators' newsletter; found by kind, by need and by words."""

from pages import queries
from pages.parts import put, questions, selection
from pages.topics import cases

view = selection.current()
everything = cases.inside(queries.cases(view), view.district)
put.title("事例集")

if queries.cases(view).empty:
    put.missing(view, "cases")
elif everything.empty:
    put.lead(
        *cases.sentences_for(view.place, everything, everything),
        "ほかの地区の事例は、左の「地区」で「市全体」を選ぶと見られます。",
    )
else:
    kinds = questions.several("kinds", "種類（選ばないときは、すべて）", cases.kinds(everything))
    needs = questions.several("needs", "どの困りごとから始まったか（選ばないときは、すべて）", cases.needs(everything))
    words = questions.words("words", "言葉でさがす（例：買い物　坂）")
    chosen = cases.choose(everything, kinds, needs, words)
    put.lead(*cases.sentences_for(view.place, everything, chosen))
    for told in cases.of_place(view, chosen):
        put.case(told)
    if len(chosen):
        put.sheet(lambda: cases.sheet(view, chosen), view, key="cases-list")
