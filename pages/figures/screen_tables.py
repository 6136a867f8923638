"""A table with shades for the screen, as HTML: it keeps its letters large and scrolls sideways where a chart would squeeze them."""

from __future__ import annotations

from html import escape

from analysis.vocabulary import STATES
from pages.figures import measures, theme
from pages.figures.description import Shades
from pages.figures.sheets import MARKS


def shades(figure: Shades) -> str:
    """The table with its key; a cell without a value is hatched and carries a mark, its words stand in the key and in the cell's hint."""
    known, colours = measures.cell_classes(figure.values, figure.states, figure.classes)
    head = "".join(f"<th>{escape(str(name))}" for name in figure.values.columns)
    rows = "".join(_row(figure, place, known[place], colours) for place in range(len(figure.values)))
    return f'<div class="sheet-frame"><table class="sheet shades"><thead><tr><th>{head}</thead><tbody>{rows}</tbody></table></div>{_key(figure, colours)}'


def _row(figure: Shades, place: int, known: list[int], colours: tuple[str, ...]) -> str:
    name = figure.values.index[place]
    opened = '<tr class="whole">' if name in figure.emphasis else "<tr>"
    cells = zip(figure.values.columns, known, figure.texts.iloc[place].tolist(), figure.states.iloc[place].tolist(), strict=True)
    return f"{opened}<td>{escape(str(name))}" + "".join(_cell(text, state, number, colours, column in figure.plain) for column, number, text, state in cells)


def _cell(text: str, state: str, number: int, colours: tuple[str, ...], plain: bool) -> str:
    if number < 0:
        return f'<td class="gone" title="{escape(str(text))}">{MARKS.get(state, escape(str(text)))}'
    if plain:
        return f'<td class="sum">{escape(str(text))}'
    colour = colours[number + 1]
    return f'<td style="background:{colour};color:{theme.on(colour)}">{escape(str(text))}'


def _key(figure: Shades, colours: tuple[str, ...]) -> str:
    steps = "".join(f'<span><i style="background:{colour}"></i>{escape(label)}</span>' for colour, label in zip(colours[1:], figure.classes.labels if figure.classes else (), strict=False))
    states = {state for column in figure.states for state in figure.states[column]}
    gone = "".join(f'<span><i class="gone"></i>{mark} {STATES[state]}</span>' for state, mark in MARKS.items() if state in states)
    return f'<div class="key">{escape(figure.value_label)}：{steps}{gone}</div>'
