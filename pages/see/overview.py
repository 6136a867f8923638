"""市の概況: the headline figures beside the nation's, the map of the districts, what public documents print, and one
sentence on what stands out."""

from analysis.indicators.registry import shown_on
from pages import queries
from pages.figures import cards, sentences
from pages.parts import areas, put, selection
from pages.topics import published

view = selection.current()
city = view.whole_city()
level = queries.coarsest(view)
label = queries.levels(view).get(level, "市全体")
whole = queries.whole(view, "ageing_rate").iloc[0]
rows = queries.rows(view, "ageing_rate", level)
headline = cards.headline(queries.counts(city), queries.whole(view, shown_on("overview")))
documents, others = queries.published(city), queries.published_elsewhere(city)

put.title("市の概況")
if not queries.series_labels(view) and documents.empty:
    put.missing(view, "population")
    put.stop()
put.lead(sentences.share(city.place, whole), sentences.spread(rows, label), sentences.standing_out(rows, label, whole))
if queries.has_shapes(view, level):
    wide, narrow = put.columns((3, 2))
    with wide:
        areas.shaded_map(view, rows, level, "高齢化率", "overview-map", height=560)
    with narrow:
        put.card_column(headline)
else:
    put.cards(cards.known(headline))
    put.note(cards.lacking(headline))
    areas.shaded_map(view, rows, level, "高齢化率", "overview-map")
if level == "district":
    put.note("地図の地区を押すと、その地区が選ばれます（左の「地区」の一覧で選ぶのと同じです）。")
    areas.bars(view, rows, whole, level, "高齢化率", "overview-bars")
if len(documents):
    put.sheet(lambda: published.sheet(city, documents), view, "overview-published")
if len(others):
    put.sheet(lambda: published.elsewhere(city, others), view, "overview-elsewhere")
