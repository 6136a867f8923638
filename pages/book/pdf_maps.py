"""Maps of the data book as SVG, drawn by the paper maps without their own titles; and the blank map for a table."""

from __future__ import annotations

import io

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure as Drawn

from pages.figures import paper
from pages.figures.description import Figure
from pages.figures.paper_layout import Layout


class _Searchable(RendererSVG):
    """Letters stay letters: typst sets them in its own embedded type, so they are found by a search, and the file is smaller.

    Not through svg.fonttype, which is one setting for every user's drawings at that moment.
    """

    def _draw_text_as_path(self, gc, x, y, s, prop, angle, ismath, mtext=None):
        self._draw_text_as_text(gc, x, y, s, prop, angle, ismath, mtext)


def picture(figure: Figure, layout: Layout) -> dict:
    """The figure as SVG with its size in points."""
    return written(paper.bare(figure, layout))


def written(sheet: Drawn) -> dict:
    """A drawn sheet of 72 dots an inch as SVG with its size in points."""
    wide, high = sheet.get_figwidth() * 72, sheet.get_figheight() * 72
    content = io.StringIO()
    renderer = _Searchable(wide, high, content, image_dpi=200, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    sheet.draw(renderer)
    renderer.finalize()
    return {"svg": content.getvalue(), "wide": round(wide, 2), "high": round(high, 2)}
