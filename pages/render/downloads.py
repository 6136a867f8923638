"""The ways to take a figure away: as pictures for paper and, for a map of places, as one file that opens without
internet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pages.figures.description import Figure, PlaceMap


@dataclass(frozen=True)
class Download:
    """A file offered beside a figure; `make` draws it when it is asked for."""

    label: str
    name: str
    mime: str
    make: Callable[[], bytes]


def for_download(figure: Figure) -> list[Download]:
    """What a figure can be saved as; every one carries title, source, date and stamps."""
    stem = figure.caption.file_stem
    offered = [
        Download("画像（PNG・カラー・2段 幅17.5cm）", f"{stem}.png", "image/png", partial(_picture, figure, "png")),
        Download(
            "画像（PNG・白黒・2段 幅17.5cm）",
            f"{stem}_2段_白黒.png",
            "image/png",
            partial(_picture, figure, "png", grey=True),
        ),
        Download(
            "画像（PNG・白黒・1段 幅9cm）",
            f"{stem}_1段_白黒.png",
            "image/png",
            partial(_picture, figure, "png", grey=True, narrow=True),
        ),
        Download(
            "拡大してもきれいな画像（SVG・Word用・2段 幅17.5cm）",
            f"{stem}.svg",
            "image/svg+xml",
            partial(_picture, figure, "svg"),
        ),
    ]
    if isinstance(figure, PlaceMap):
        offered.append(
            Download(
                "動かせる地図（HTML・インターネット不要）", f"{stem}.html", "text/html", partial(_map_file, figure)
            )
        )
    return offered


def _picture(figure: Figure, kind: str, grey: bool = False, narrow: bool = False) -> bytes:
    from pages.render.paper import draw  # imported late: matplotlib is only needed when something is saved
    from pages.render.paper.layout import ONE_COLUMN, TWO_COLUMNS, in_grey

    layout = ONE_COLUMN if narrow else TWO_COLUMNS
    return draw.draw(figure, kind, in_grey(layout) if grey else layout)


def _map_file(figure: PlaceMap) -> bytes:
    from pages.render.screen import single_file

    return single_file.to_single_file(figure)
