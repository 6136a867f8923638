"""Empty tables to fill in, as Excel files: Japanese headings, one example line, lists to choose from, and a sheet that
explains.

Headings come from the readers, so that a filled template is always read. The example line begins with 「例）」 and is
left out when the table is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from data.files.column_headings import AREA_COLUMNS
from data.ingest.template_sheets import AREA, TEMPLATES, Sheet

FONT = "BIZ UDPゴシック"
LINES = 2000  # lines the drop-down lists reach


assert [item.key for item in AREA_COLUMNS] == list(AREA)


def write_template(kind: str, path: str | Path) -> Path:
    """Write the template of `kind` (a key of TEMPLATES) as an Excel file and return its path.

    Raises LookupError, naming the kinds there are.
    """
    if kind not in TEMPLATES:
        raise LookupError(f"「{kind}」のひな形はありません。あるもの: {'、'.join(TEMPLATES)}")
    path = Path(path)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        styles = {
            "needed": book.add_format(
                {"bold": True, "font_name": FONT, "bg_color": "#CFE2F3", "border": 1, "text_wrap": True}
            ),
            "heading": book.add_format(
                {"bold": True, "font_name": FONT, "bg_color": "#EEEEEE", "border": 1, "text_wrap": True}
            ),
            "example": book.add_format({"italic": True, "font_name": FONT, "font_color": "#595959", "num_format": "@"}),
            "text": book.add_format({"font_name": FONT, "num_format": "@"}),
            "number": book.add_format({"font_name": FONT}),
            "words": book.add_format({"font_name": FONT, "text_wrap": True, "valign": "top"}),
        }
        for sheet in TEMPLATES[kind]:
            _write_sheet(book.add_worksheet(sheet.name), sheet, styles)
        _write_explanation(book.add_worksheet("書き方"), TEMPLATES[kind], styles)
    return path


def _write_sheet(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, styles: dict) -> None:
    page.freeze_panes(1, 0)
    for place, item in enumerate(sheet.fields):
        # Text columns are text cells: Excel then keeps leading zeros and does not turn 1-2 into a date.
        page.set_column(
            place,
            place,
            max(12, 2.2 * len(item.heading)),
            styles["number" if isinstance(item.example, (int, float)) else "text"],
        )
        page.write_string(0, place, item.heading, styles["needed" if item.needed else "heading"])
        (
            page.write(1, place, item.example, styles["example"])
            if item.example != ""
            else page.write_blank(1, place, None, styles["example"])
        )
        if item.choices:
            page.data_validation(
                1,
                place,
                LINES,
                place,
                {
                    "validate": "list",
                    "source": list(item.choices),
                    "error_title": "選んでください",
                    "error_message": "一覧の中から選んでください。",
                    "error_type": "warning",
                },
            )


def _write_explanation(page: xlsxwriter.worksheet.Worksheet, sheets: Sequence[Sheet], styles: dict) -> None:
    page.set_column(0, 0, 22, styles["words"])
    page.set_column(1, 1, 24, styles["words"])
    page.set_column(2, 2, 90, styles["words"])
    lines = [
        ("", "", "2行目の「例）」で始まる行は見本です。読み込むときに外されるので、消しても残してもかまいません。"),
        (
            "",
            "",
            "列の順番は変えてもかまいません。使わない列は消せます。列を足したときは、地域資源の表では備考として残ります。",
        ),
        ("", "", "分からない数は空欄にしてください。0 は「一つもない」という意味で読みます。"),
    ]
    for sheet in sheets:
        lines += [
            (
                sheet.name,
                item.heading,
                item.words
                + ("（必ず要る列）" if item.needed else "")
                + (f" 選べる言葉: {'、'.join(item.choices)}。" if item.choices else ""),
            )
            for item in sheet.fields
        ]
    for number, line in enumerate(lines):
        page.write_row(number, 0, line, styles["words"])
