"""Maps on slides: the picture large, its key beside it or below, whichever leaves the map larger."""

from __future__ import annotations

import io
from dataclasses import replace

from pptx.slide import Slide
from pptx.util import Inches

from pages.book import chart_data
from pages.book.office import EMPTY
from pages.book.slides.page import described, put
from pages.book.slides.template import MESSAGE
from pages.figures import theme
from pages.figures.description import AreaMap, BaseMap, PlaceMap, TileMap
from pages.render.paper import draw
from pages.render.paper.layout import Layout

Place = tuple[float, float, float, float]
DRAWN = 18 / 11  # maps are drawn for type of 11 points and enlarged: their signs and lines grow with it
DOTS = 130  # an inch of the slide


def put_map(slide: Slide, place: Place, figure: AreaMap | TileMap | PlaceMap, alternative: str) -> None:
    """The map and its key in a place of the slide. One drawing is used twice, cut where the key begins."""
    x, y, wide, tall = place
    if not chart_data.can_be_drawn(figure):
        put(slide, place, [EMPTY], MESSAGE, colour=theme.MUTED)
        return
    layout, whole, key = _chosen(figure, wide, tall)
    sheet = draw.bare(figure, layout)
    content = io.BytesIO()
    sheet.savefig(
        content,
        format="png",
        dpi=DOTS * DRAWN,
        facecolor=theme.PAPER,
        metadata={"Software": None},
        pil_kwargs={"compress_level": 4},
    )
    across, upper = layout.wide * DRAWN, (whole - key) * DRAWN
    if upper + key * DRAWN <= tall + 0.01:  # below the map
        picture = slide.shapes.add_picture(content, Inches(x + (wide - across) / 2), Inches(y), Inches(across))
        described(picture, alternative)
        return
    small = min(1.0, tall / max(upper, key * DRAWN))  # less than 1 only where not even the narrowest drawing fits
    left = x + max(0.0, (wide - 2 * across * small - 0.15) / 2)
    described(_piece(slide, content, (left, y, across * small, whole * DRAWN * small), 0.0, key / whole), alternative)
    described(
        _piece(
            slide,
            content,
            (left + across * small + 0.15, y, across * small, whole * DRAWN * small),
            1 - key / whole,
            0.0,
        ),
        "地図の見かた",
    )


def _piece(slide: Slide, content: io.BytesIO, place: Place, top: float, bottom: float):
    """A picture at a place of its full size, cut at the top and the bottom (parts of its height)."""
    picture = slide.shapes.add_picture(content, *map(Inches, place))
    picture.crop_top, picture.crop_bottom, picture.height = top, bottom, Inches(place[3] * (1 - top - bottom))
    return picture


def _chosen(figure: AreaMap | TileMap | PlaceMap, wide: float, tall: float) -> tuple[Layout, float, float]:
    """The layout that shows the map largest, with the heights of the drawing and of its key in inches of paper."""
    light = (
        figure if isinstance(figure, TileMap) else replace(figure, base=BaseMap(outlines=figure.base.outlines))
    )  # as high, and soon measured

    def width_for(across: float) -> float:
        """The width at which the map alone is no higher than the place."""
        while (
            across > wide * 0.2 and (high := draw.height(light, replace(_layout(across), keyless=True)) * DRAWN) > tall
        ):
            across *= min(0.97, tall / high)
        return across

    beside, alone = width_for((wide - 0.15) / 2), width_for(wide)

    found = []
    for across, below in ((beside, False), (alone, True), (alone * 0.8, True)):
        if below and found and across < 1.15 * found[0][0]:
            continue  # no larger than beside its key
        layout = _layout(across)
        whole, bare = draw.height(figure, layout), draw.height(light, replace(layout, keyless=True))
        if not below or whole * DRAWN <= tall:
            found.append((across, layout, whole, whole - bare))
    return max(found, key=lambda item: item[0])[1:]


def _layout(across: float) -> Layout:
    """Paper for a map that is `across` inches wide on the slide."""
    return Layout(across / DRAWN, 0.02, 15.0, 11.0, 11.0)
