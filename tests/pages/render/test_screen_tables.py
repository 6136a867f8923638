"""The table with shades on screen: texts, classes, what is missing, and nothing that becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

from pages.figures import theme
from pages.render.screen import tables


def test_cells_hold_their_texts_in_the_colour_of_their_class(shades):
    page = tables.shades(shades)
    colours = theme.shades(len(shades.classes.labels))
    styled = dict(re.findall(r'<td style="background:(#\w{6});color:#\w{6}">([^<]*)', page)[::-1])
    assert set(styled) <= set(colours)
    assert all(text in page for text in shades.texts.to_numpy().ravel() if text[0].isdigit())


def test_what_is_missing_is_hatched_and_explained_never_shaded(shades):
    page = tables.shades(shades)
    missing = int((shades.states != "ok").sum().sum())
    assert page.count('<td class="gone"') == missing > 0
    assert "＊ 少人数のため表示しません" in page
    assert "△ 未調査" in page


def test_a_total_has_no_shade_and_the_chosen_district_is_bold(shades):
    column, row = shades.values.columns[0], shades.values.index[0]
    page = tables.shades(replace(shades, plain=frozenset({column}), emphasis=frozenset({row})))
    assert '<td class="sum">' in page
    assert page.count('<tr class="whole">') == 1


def test_names_do_not_become_markup(shades):
    named = [
        frame.rename(index={frame.index[0]: "<script>x</script>"})
        for frame in (shades.values, shades.texts, shades.states)
    ]
    page = tables.shades(replace(shades, values=named[0], texts=named[1], states=named[2]))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_no_text_of_a_cell_or_its_hint_becomes_markup(shades):
    page = tables.shades(replace(shades, texts=shades.texts.map(lambda _: '"><b>')))
    assert "<b>" not in page and page.count("&quot;&gt;&lt;b&gt;") == shades.texts.size


def test_headings_break_where_a_reader_would():
    assert [
        tables._lines(name) for name in ("居場所・運動", "移動手段", "見守り", "通所・リハビリ", "ゴミだし", "布団干し")
    ] == [
        ["居場所・", "運動"],
        ["移動", "手段"],
        ["見守り"],
        ["通所・", "リハビリ"],
        ["ゴミ", "だし"],
        ["布団", "干し"],
    ]


def test_a_district_below_its_areas_is_bold_and_has_no_shade(shades):
    last = shades.values.index[-1]
    shaded, plain = (tables.shades(figure) for figure in (shades, replace(shades, wholes=frozenset({last}))))
    assert plain.count('<tr class="whole">') == 1
    assert plain.count("background:#") < shaded.count("background:#")
