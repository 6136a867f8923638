"""市の概況: the headline figures beside the nation's, the map of the districts, and one sentence on what stands out."""

from pages.figures import captions, cards, compose, sentences
from pages.parts import facts, put, selection

view = selection.current()
level = facts.coarsest(view)
label = facts.levels(view).get(level, "市全体")
whole = facts.whole(view, "ageing_rate")
rows = facts.rows(view, "ageing_rate", level)

put.title(
    "市の概況",
    sentences.share(view.city_name, whole.iloc[0]),
    sentences.spread(rows, label),
    sentences.standing_out(rows, label, whole.iloc[0]),
)
wide, narrow = put.columns((3, 2))
with wide:
    put.figure(
        lambda: compose.area_map(
            rows, facts.areas(view, level), captions.caption(view.city, view.place, view.sharing, f"{label}ごとの高齢化率", rows),
            facts.base(view, level), view.district,
        ),
        key="overview-map", pick=selection.choose_district if level == "district" else None, shapes=facts.shapes(view, level), height=590,
    )
    if level == "district":
        put.note("地図の地区を押すと、その地区が選ばれます（左の「地区」の一覧で選ぶのと同じです）。")
with narrow:
    put.facts(cards.headline(facts.whole_counts(view), facts.whole(view, cards.HEADLINE)))
if level == "district":
    put.figure(
        lambda: compose.bars(
            rows, captions.caption(view.city, view.place, view.sharing, "地区ごとの高齢化率（市の並び順）", rows),
            compose.references(whole.iloc[0], "市全体", "ageing_rate"), view.district,
        ),
        key="overview-bars",
    )
