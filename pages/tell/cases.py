"""事例集: what people did, in the form of the coordinators' newsletter; found by kind, by need and by words."""

from pages import facts
from pages.figures import cases
from pages.parts import ask, put, selection

view = selection.current()
everything = cases.inside(facts.cases(view), view.district)
put.title("事例集")

if facts.cases(view).empty:
    put.missing(cases.NONE_YET, view, "--councils 事例の表")
elif everything.empty:
    put.lead(
        *cases.sentences_for(view.place, everything, everything),
        "ほかの地区の事例は、左の「地区」で「市全体」を選ぶと見られます。",
    )
else:
    kinds = ask.several("kinds", "種類（選ばないときは、すべて）", cases.kinds(everything))
    needs = ask.several("needs", "どの困りごとから始まったか（選ばないときは、すべて）", cases.needs(everything))
    words = ask.words("words", "言葉でさがす（例：買い物　坂）")
    chosen = cases.choose(everything, kinds, needs, words)
    put.lead(*cases.sentences_for(view.place, everything, chosen))
    for told in cases.of_place(view, chosen):
        put.case(told)
    if len(chosen):
        put.sheet(lambda: cases.sheet(view, chosen), view, key="cases-list")
