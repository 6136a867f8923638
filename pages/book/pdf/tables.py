"""Tables of the data book: how wide each column is, how large the type, and where a table too wide for the page is
split."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pages.figures import measures, theme, wording
from pages.figures.description import Shades
from pages.figures.tables import Sheet
from pages.render.paper.layout import LEAST, Layout, even_lines_of, widest

SIZES = (9.5, 9.0, 8.5, 8.0, LEAST)
PAD = 4.0  # points at each side of a cell
SMALLEST, SHORT, ENOUGH, MOST = (
    6,
    9,
    15,
    26,
)  # letters of a column of words: the least, what does, what reads well, and what is never needed
WHOLE = 10.5  # letters of words that are never broken: a date
NUMBER = 14  # letters of what stands among numbers
HEAD, TIGHT = 6, 5  # letters in a line of a heading
POINTS = 72


@dataclass(frozen=True)
class _Column:
    """Widths in letters: of the longest cell, and of the heading in lines of HEAD and of TIGHT letters."""

    words: bool
    natural: float
    head: float
    tight: float

    def points(self, size: float, letters: float, tight: bool = False) -> float:
        """Wide enough for cells of `letters`; numbers are never broken."""
        cell = self.natural if self.natural <= WHOLE else min(self.natural, letters if self.words else NUMBER)
        return max(cell, self.tight if tight else self.head) * size + 2 * PAD + 1


def sheet(table: Sheet, layout: Layout) -> list[dict]:
    """The table in one piece, or in several below one another with the first column repeated."""
    shown = table.shown.astype(object).where(table.shown.notna(), "").map(str)
    if shown.empty or not len(shown.columns):
        return []
    room = layout.room * POINTS
    columns = [
        _measured(str(name), shown.iloc[:, place], str(name) in table.words) for place, name in enumerate(shown.columns)
    ]
    size, letters, tight = _size(columns, room)
    rows = [
        (label in table.emphasis, cells) for label, cells in zip(shown.index, shown.to_numpy().tolist(), strict=True)
    ]
    pieces = []
    for part in _split([column.points(size, letters, tight) for column in columns], room):
        some = [columns[place] for place in part]
        widths = _shared(
            [column.points(size, letters, tight) for column in some],
            [column.points(size, MOST) for column in some],
            room,
        )
        pieces.append(
            {
                "size": size,
                "widths": widths,
                "heads": [_head(shown.columns[place], size, wide) for place, wide in zip(part, widths, strict=True)],
                "sides": ["left" if column.words else "right" for column in some],
                "rows": [{"bold": bold, "cells": [cells[place] for place in part]} for bold, cells in rows],
            }
        )
    return pieces


def _measured(name: str, cells: pd.Series, words: bool) -> _Column:
    head, tight = (
        widest((line for piece in wording.head(name, letters) for line in wording.wrap(piece, letters)), 1, bold=True)
        * POINTS
        for letters in (HEAD, TIGHT)
    )
    return _Column(words, widest(cells.unique(), 1, bold=True) * POINTS, head, tight)


def _size(columns: list[_Column], room: float) -> tuple[float, float, bool]:
    """The largest type at which every column has enough room; else the largest at which words wrap and headings take
    short lines."""
    for letters, sizes, tight in ((ENOUGH, SIZES[:3], False), (SHORT, SIZES[:4], True), (SMALLEST, SIZES[1:], True)):
        for size in sizes:
            if sum(column.points(size, letters, tight) for column in columns) <= room:
                return size, letters, tight
    return 8.5, SHORT, True


def _split(least: list[float], room: float) -> list[list[int]]:
    """Columns of each piece, as evenly as they can be; every piece begins with the first column."""
    if sum(least) <= room or len(least) < 3:
        return [list(range(len(least)))]
    for count in range(2, len(least)):
        each = -(-(len(least) - 1) // count)
        parts = [[0, *range(start, min(start + each, len(least)))] for start in range(1, len(least), each)]
        if all(sum(least[place] for place in part) <= room for part in parts):
            return parts
    return [[0, place] for place in range(1, len(least))]


def _shared(least: list[float], wanted: list[float], room: float) -> list[float]:
    """The room shared out: first what each column needs, then what it wants, and what is left in proportion."""
    over = room - sum(least)
    more = [want - low for want, low in zip(wanted, least, strict=True)]
    if over < 0:  # only where two columns alone do not fit: words wrap within a word
        return [round(room * low / sum(least), 2) for low in least]
    share = min(1.0, over / sum(more)) if sum(more) else 1.0
    widths = [low + extra * share for low, extra in zip(least, more, strict=True)]
    left = room - sum(widths)
    return [round(wide + left * wide / sum(widths), 2) for wide in widths]


def _head(name: object, size: float, wide: float) -> str:
    """The heading in lines of about the same length: none of one letter."""
    lines = even_lines_of(str(name), size, (wide - 2 * PAD) / POINTS, bold=True)
    return "\n".join(lines)


def shades(figure: Shades, layout: Layout) -> dict:
    """A table with shades: pieces as above with a fill in each cell, the key of signs and the key of classes."""
    texts, signs = wording.cells(figure.texts, figure.states, letters=6)
    known, _ = measures.cell_classes(figure.values, figure.states, figure.classes)
    colours = layout.shades(len(figure.classes.labels) if figure.classes else 5)
    names, heads = [str(name) for name in figure.values.index], [str(name) for name in figure.values.columns]
    room = layout.room * POINTS
    left = min(widest(names, 9.0, bold=True) * POINTS + 2 * PAD + 1, room * 0.3)

    def needed(size: float) -> float:
        return (
            max(
                widest((text for row in texts for text in row), size, bold=True),
                widest((line for head in heads for line in wording.head(head)), size, bold=True),
            )
            * POINTS
            + 6
        )

    size = next((size for size in (9.0, 8.5, 8.0, LEAST) if needed(size) * len(heads) <= room - left), LEAST)
    fit = max(1, min(len(heads), int((room - left) / needed(size))))
    each = -(-len(heads) // -(-len(heads) // fit))
    wide = min((room - left) / each, 70.0)
    bold = figure.emphasis | figure.wholes
    pieces = []
    for start in range(0, len(heads), each):
        part = range(start, min(start + each, len(heads)))
        rows = [
            {
                "bold": figure.values.index[row] in bold,
                "cells": [
                    names[row],
                    *(_cell(figure, texts, known, (row, column), colours, layout) for column in part),
                ],
            }
            for row in range(len(names))
        ]
        pieces.append(
            {
                "size": size,
                "widths": [round(left, 2), *[round(wide, 2)] * len(part)],
                "sides": ["left", *["center"] * len(part)],
                "rows": rows,
                "shaded": True,
                "heads": ["", *("\n".join(wording.head(heads[column])) for column in part)],
            }
        )
    key = (
        [{"fill": colour, "label": label} for label, colour in zip(figure.classes.labels, colours, strict=True)]
        if figure.classes
        else []
    )
    return {"tables": pieces, "signs": "　".join(signs), "key": key, "key_title": figure.value_label}


def _cell(
    figure: Shades,
    texts: list[list[str]],
    known: list[list[int]],
    at: tuple[int, int],
    colours: tuple[str, ...],
    layout: Layout,
) -> dict:
    row, column = at
    number = known[row][column]
    plain = figure.values.columns[column] in figure.plain or figure.values.index[row] in figure.wholes
    if number < 0:
        return {
            "text": texts[row][column],
            "fill": theme.PAPER if layout.grey else theme.MISSING,
            "ink": layout.ink(theme.INK),
            "hatch": True,
        }
    fill = theme.PAPER if plain else colours[number]
    return {"text": texts[row][column], "fill": fill, "ink": layout.on(fill), "hatch": False}
