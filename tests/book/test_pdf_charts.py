"""Charts and tables of the data book say the same as their descriptions and stay inside their room."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from pages.book.pdf import bars, charts, document, parts, tables
from pages.figures import theme
from pages.figures.tables import Sheet
from pages.render.paper.layout import LEAST, in_grey, inches
from tests.book import pdf_books

HALF = replace(document.PAGE, wide=document.PAGE.wide / 2 - 0.16)
LAYOUTS = pytest.mark.parametrize("layout", [document.PAGE, HALF, in_grey(document.PAGE)], ids=["page", "half", "grey"])


def words(drawing) -> list[str]:
    return [item["words"] for item in drawing.items if item["is"] == "text"]


def areas(drawing, fill: str | None = None) -> list[dict]:
    return [item for item in drawing.items if item["is"] == "area" and (fill is None or item["fill"] == fill)]


def drawings(layout) -> list:
    return [
        *bars.bars(pdf_books.bars(8), layout),
        *bars.bars(pdf_books.stacked(), layout),
        *bars.bars(pdf_books.bars(60), layout),
        charts.lines(pdf_books.lines(), layout),
        charts.pyramid(pdf_books.pyramid(), layout),
    ]


@LAYOUTS
def test_everything_lies_inside_the_drawing_and_nothing_is_set_too_small(layout):
    for drawing in drawings(layout):
        assert drawing.high < 620
        for item in drawing.items:
            if item["is"] == "text":
                assert item["size"] >= LEAST
                assert (
                    -1 <= item["x"]
                    and item["x"] + inches(item["words"], item["size"], item["bold"]) * 72 <= drawing.wide + 6
                ), item["words"]
                assert 0 <= item["y"] <= drawing.high
            elif item["is"] == "area":
                assert (
                    -1 <= item["x"]
                    and item["x"] + item["wide"] <= drawing.wide + 1
                    and item["y"] + item["high"] <= drawing.high
                )


@LAYOUTS
def test_bars_are_as_long_as_their_values_and_say_them(layout):
    figure = pdf_books.bars(8)
    drawing = bars.bars(figure, layout)[0]
    known = figure.rows[figure.rows["value"].notna()]
    lengths = [item["wide"] for item in areas(drawing)]
    scale = lengths[0] / known["value"].iloc[0]
    assert lengths == pytest.approx((known["value"].astype(float) * scale).tolist(), abs=0.02)
    assert all(text in words(drawing) for text in known["text"])
    assert any("表示しません" in said for said in words(drawing)) and "市全体 27.9 %" in words(drawing)


def test_a_dashed_line_stands_at_the_value_of_what_it_names():
    figure = pdf_books.bars(8)
    drawing = bars.bars(figure, document.PAGE)[0]
    first = areas(drawing)[0]
    scale = first["wide"] / float(figure.rows["value"].iloc[0])
    dashed = [item["points"][0][0] for item in drawing.items if item["is"] == "line" and item["dash"]]
    assert dashed == pytest.approx([first["x"] + 0.279 * scale, first["x"] + 0.291 * scale], abs=0.05)


def test_very_many_bars_become_several_drawings_on_one_scale():
    figure = pdf_books.bars(160)
    made = bars.bars(figure, document.PAGE)
    assert len(made) > 1 and sum(len(areas(drawing)) for drawing in made) == figure.rows["value"].notna().sum()
    longest = [item["wide"] for drawing in made for item in areas(drawing)]
    scale = longest[0] / float(figure.rows["value"].iloc[0])
    assert longest == pytest.approx((figure.rows["value"].dropna().astype(float) * scale).tolist(), abs=0.05)


@LAYOUTS
def test_lines_stop_where_nothing_is_known(layout):
    drawing = charts.lines(pdf_books.lines(), layout)
    thick = [item for item in drawing.items if item["is"] == "line" and item["thick"] == 2.0]
    assert [len(item["points"]) for item in thick] == [2, 2, 5]
    assert any("資料になし" in said for said in words(drawing)) and "縦の目もりは22 %から始まります。" in words(drawing)
    assert any("28.0 %" in said for said in words(drawing)) and any(said == "24.0 %" for said in words(drawing))


@LAYOUTS
def test_the_pyramid_has_every_number_on_its_side(layout):
    figure = pdf_books.pyramid()
    drawing = charts.pyramid(figure, layout)
    for name in ("male", "female"):
        assert all(f"{count:,}" in words(drawing) for count in figure.rows[name])
    sides = {
        name: [item for item in areas(drawing) if item["fill"] in [layout.ink(colour) for colour in theme.SEX[name]]]
        for name in ("male", "female")
    }
    assert max(item["x"] + item["wide"] for item in sides["male"]) < min(item["x"] for item in sides["female"])


def test_missing_sexes_and_ages_are_words_not_zero():
    figure = replace(
        pdf_books.pyramid(), rows=pdf_books.pyramid().rows.assign(male=pd.array([None] * 21, dtype="Int64"))
    )
    assert words(charts.pyramid(figure, document.PAGE)).count("資料になし") == 21


def test_shades_carry_the_class_of_their_value_and_hatch_what_is_missing():
    figure = pdf_books.shades(8)
    made = tables.shades(figure, document.PAGE)
    cells = [cell for row in made["tables"][0]["rows"] for cell in row["cells"][1:]]
    values, states = figure.values.to_numpy().ravel(), figure.states.to_numpy().ravel()
    assert [cell["hatch"] for cell in cells] == [state != "ok" for state in states]
    edges, colours = (3, 6, 9), theme.shades(4)
    for cell, value, column in zip(cells, values, list(figure.values.columns) * 8, strict=True):
        if value == value:
            assert cell["text"] == f"{value:.0f}人" and cell["fill"] == (
                theme.PAPER if column == "合計" else colours[sum(value >= edge for edge in edges)]
            )
    assert "少人数のため表示しません" in made["signs"] and [one["label"] for one in made["key"]] == list(
        figure.classes.labels
    )


@pytest.mark.parametrize(
    ("table", "pieces"),
    [(pdf_books.figures_table(9), 1), (pdf_books.figures_table(9, 12), 2), (pdf_books.resources(24), 1)],
)
def test_tables_fill_the_width_and_are_split_rather_than_set_too_small(table, pieces):
    made = tables.sheet(table, document.PAGE)
    assert len(made) == pieces
    assert [cell for piece in made for cell in piece["rows"][0]["cells"][1:]] == table.shown.iloc[0, 1:].tolist()
    for piece in made:
        assert piece["size"] >= LEAST and sum(piece["widths"]) == pytest.approx(document.PAGE.room * 72, abs=0.5)
        assert [row["cells"][0] for row in piece["rows"]] == table.shown.iloc[:, 0].tolist()
        for column, (side, wide) in enumerate(zip(piece["sides"], piece["widths"], strict=True)):
            assert side == ("left" if piece["heads"][column].replace("\n", "") in table.words else "right")
            if side == "right":  # numbers are never broken
                assert all(
                    inches(row["cells"][column], piece["size"], row["bold"]) * 72 <= wide - 2 * tables.PAD
                    for row in piece["rows"]
                )


def test_an_empty_table_and_an_empty_chart_say_so():
    empty = Sheet(pdf_books.caption("何もない表"), pd.DataFrame({"名前": []}), pd.DataFrame({"名前": []}))
    assert tables.sheet(empty, document.PAGE) == []
    assert (
        parts.figure(replace(pdf_books.bars(3), rows=pdf_books.bars(3).rows.iloc[:0]), document.PAGE)["drawings"] == []
    )


def test_two_small_charts_stand_side_by_side_and_others_do_not():
    section = pdf_books.full_book().sections[1]
    assert [part["is"] for part in parts.section(section, document.PAGE, ())["parts"]] == ["pair", "figure", "figure"]


def test_a_figure_repeats_only_the_stamps_that_the_page_does_not_bear():
    figure = replace(pdf_books.bars(3), caption=pdf_books.caption("推計", "目安（推計）"))
    assert parts.figure(figure, document.PAGE, pdf_books.STAMPS)["stamps"] == ["目安（推計）"]


def test_a_picture_loses_what_the_camera_wrote_and_is_made_small():
    import io

    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "camera"
    content = io.BytesIO()
    Image.new("RGB", (3000, 2000), "red").save(content, "JPEG", exif=exif)
    case = pdf_books.full_book().sections[5].parts[0]
    made = Image.open(
        io.BytesIO(bytes(parts.part(replace(case, picture=content.getvalue()), in_grey(document.PAGE), ())["picture"]))
    )
    assert max(made.size) == parts.LARGEST and not made.getexif() and made.mode == "L"
