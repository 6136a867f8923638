"""A table with shades for the screen, as HTML: it keeps its letters large and scrolls sideways where a chart would
squeeze them."""

from __future__ import annotations

import re
from html import escape

from data.vocabulary import STATES
from pages.figures import measures, theme, wording
from pages.figures.description import Shades
from pages.figures.tables import MARKS

_MANY = 10  # columns; more stand closer together, so that the last is seen without scrolling
_WHOLE = re.compile(r"・$|^[ァ-ヶー]+$|[!-~]")  # with its dot, one word in katakana, figures and Latin letters


def shades(figure: Shades) -> str:
    """The table with its key; a cell without a value is hatched and carries a mark, its words stand in the key and in
    the cell's hint."""
    known, colours = measures.cell_classes(figure.values, figure.states, figure.classes)
    head = "".join(f"<th>{'<br>'.join(map(escape, _lines(str(name))))}" for name in figure.values.columns)
    many = " many" if len(figure.values.columns) > _MANY else ""
    rows = "".join(_row(figure, place, known[place], colours) for place in range(len(figure.values)))
    return (
        '<div class="sheet-frame"><table class="sheet'
        f' shades{many}"><thead><tr><th>{head}</thead><tbody>{rows}</tbody></table></div>{_key(figure, colours)}'
    )


def _lines(name: str) -> list[str]:
    """A heading in short lines, broken where a reader would: 「居場所・運動」 at its dot, 「移動手段」 in the
    middle."""
    return [
        part
        for line in wording.head(name)
        for part in ([line[:2], line[2:]] if len(line) == 4 and not _WHOLE.search(line) else [line])
    ]


def _row(figure: Shades, place: int, known: list[int], colours: tuple[str, ...]) -> str:
    name = figure.values.index[place]
    whole = name in figure.wholes
    opened = '<tr class="whole">' if whole or name in figure.emphasis else "<tr>"
    cells = zip(
        [name in figure.plain for name in figure.values.columns],
        known,
        figure.texts.iloc[place].tolist(),
        figure.states.iloc[place].tolist(),
        strict=True,
    )
    return f"{opened}<td>{escape(str(name))}" + "".join(
        _cell(text, state, number, colours, total, whole) for total, number, text, state in cells
    )


def _cell(text: str, state: str, number: int, colours: tuple[str, ...], total: bool, whole: bool) -> str:
    if number < 0:
        return f'<td class="gone" title="{escape(str(text))}">{MARKS.get(state, escape(str(text)))}'
    if total or whole:
        return f'<td class="{"sum" if total else ""}">{escape(str(text))}'
    colour = colours[number + 1]
    return f'<td style="background:{colour};color:{theme.on(colour)}">{escape(str(text))}'


def _key(figure: Shades, colours: tuple[str, ...]) -> str:
    steps = "".join(
        f'<span><i style="background:{colour}"></i>{escape(label)}</span>'
        for colour, label in zip(colours[1:], figure.classes.labels if figure.classes else (), strict=False)
    )
    states = {state for column in figure.states for state in figure.states[column]}
    gone = "".join(
        f'<span><i class="gone"></i>{mark} {STATES[state]}</span>' for state, mark in MARKS.items() if state in states
    )
    return f'<div class="key">{escape(figure.value_label)}：{steps}{gone}</div>'
