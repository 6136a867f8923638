"""Maps on slides: the picture large, its key beside it or below, whichever leaves the map larger."""

from __future__ import annotations

import io
from dataclasses import replace

from pptx.slide import Slide
from pptx.util import Inches

from pages.book.slide_page import described
from pages.figures import paper, theme
from pages.figures.description import AreaMap, PlaceMap, TileMap
from pages.figures.paper_layout import Layout

Place = tuple[float, float, float, float]
DRAWN = 18 / 11  # maps are drawn for type of 11 points and enlarged: their signs and lines grow with it
DOTS = 130  # an inch of the slide


def put_map(slide: Slide, place: Place, figure: AreaMap | TileMap | PlaceMap, alternative: str) -> None:
    """The map and its key in a place of the slide. One drawing is used twice, cut where the key begins."""
    x, y, wide, tall = place
    layout, whole, key = _chosen(figure, wide, tall)
    sheet = paper.bare(figure, layout)
    content = io.BytesIO()
    sheet.savefig(content, format="png", dpi=DOTS * DRAWN, facecolor=theme.PAPER, metadata={"Software": None}, pil_kwargs={"compress_level": 4})
    across, upper = layout.wide * DRAWN, (whole - key) * DRAWN
    if upper + key * DRAWN <= tall + 0.01:  # below the map
        picture = slide.shapes.add_picture(content, Inches(x + (wide - across) / 2), Inches(y), Inches(across))
        described(picture, alternative)
        return
    small = min(1.0, tall / max(upper, key * DRAWN))  # less than 1 only where not even the narrowest drawing fits
    left = x + max(0.0, (wide - 2 * across * small - 0.15) / 2)
    described(_piece(slide, content, (left, y, across * small, whole * DRAWN * small), 0.0, key / whole), alternative)
    described(_piece(slide, content, (left + across * small + 0.15, y, across * small, whole * DRAWN * small), 1 - key / whole, 0.0), "地図の見かた")


def _piece(slide: Slide, content: io.BytesIO, place: Place, top: float, bottom: float):
    """A picture at a place of its full size, cut at the top and the bottom (parts of its height)."""
    picture = slide.shapes.add_picture(content, *map(Inches, place))
    picture.crop_top, picture.crop_bottom, picture.height = top, bottom, Inches(place[3] * (1 - top - bottom))
    return picture


def _chosen(figure: AreaMap | TileMap | PlaceMap, wide: float, tall: float) -> tuple[Layout, float, float]:
    """The layout that shows the map largest, with the heights of the drawing and of its key in inches of paper."""
    found = []
    for across in (wide, wide * 0.8, (wide - 0.15) / 2, wide * 0.42, wide * 0.34, wide * 0.27):
        layout = Layout(across / DRAWN, 0.02, 15.0, 11.0, 11.0)
        whole, bare = (paper.height(figure, one) for one in (layout, replace(layout, keyless=True)))
        map_high, key_high = bare * DRAWN, (whole - bare) * DRAWN
        below, beside = map_high + key_high <= tall, 2 * across + 0.15 <= wide and max(map_high, key_high) <= tall
        if below or beside:
            found.append((across * map_high, layout, whole, whole - bare))
    if found:
        return max(found, key=lambda item: item[0])[1:]
    layout = Layout(wide * 0.27 / DRAWN, 0.02, 15.0, 11.0, 11.0)
    whole, bare = (paper.height(figure, one) for one in (layout, replace(layout, keyless=True)))
    return layout, whole, whole - bare
