"""The sheets of an Excel workbook as text."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from data.files import excel_workbook
from data.files.problems import Refused, refuse
from data.files.sheet import FEWER, MOST_CELLS, MOST_ROWS, Sheet, within_limits
from data.text.letters import GARBLED, cleaned


def excel_sheets(path: Path, shown: str) -> tuple[Sheet, ...]:
    """The sheets with anything in them, hidden ones marked. Raises Refused for a workbook that cannot be read whole."""
    import openpyxl

    try:
        filled = excel_workbook.look_through(path, shown)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = [
            Sheet(shown, cleaned(sheet.title), _rows_of(sheet, filled, shown), sheet.sheet_state != "visible")
            for sheet in book.worksheets
        ]
        book.close()
    except Refused:
        raise
    except Exception:  # openpyxl raises many kinds for a file that is cut off or is no workbook
        refuse(
            shown,
            "Excel ファイルとして開けません。途中で切れているか、壊れています。",
            "Excel で開けるか確かめ、保存し直してください。",
        )
    for sheet in sheets:
        _refuse_broken_cells(sheet)
    if not any(sheet.rows for sheet in sheets):
        refuse(shown, "どのシートも空です。", "中身のあるファイルを指定してください。")
    return tuple(sheet for sheet in sheets if sheet.rows)


def _rows_of(sheet, filled: dict[str, excel_workbook.Filled], shown: str) -> list[list[str]]:
    """The sheet's rows down to the last value, all of one width.

    What the sheet says of its own size may be far off, both ways.
    """
    last = filled.get(getattr(sheet, "_worksheet_path", "").lstrip("/"), excel_workbook.Filled(None)).last_row
    if last == 0:
        return []
    if last is not None and last > MOST_ROWS:
        refuse(shown, f"行が多すぎます（{last:,}行）。{MOST_ROWS:,}行まで読めます。", FEWER, sheet=sheet.title)
    sheet.reset_dimensions()
    rows = within_limits(
        ([_cell(value) for value in row] for row in sheet.iter_rows(max_row=last, values_only=True)), shown, sheet.title
    )
    width = max(map(len, rows), default=0)
    if len(rows) * width <= MOST_CELLS:
        for row in rows:
            row += [""] * (width - len(row))
    return rows


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return cleaned(str(value), workbook=True).strip()


def _refuse_broken_cells(sheet: Sheet) -> None:
    for number, row in enumerate(sheet.rows, 1):
        for cell in row:
            if cell and not cell.isascii() and (GARBLED.search(cell)):
                refuse(
                    sheet.file,
                    "文字が壊れています（文字化け）。元の文字に戻せません。",
                    "文字化けする前の元のファイルから作り直してください。",
                    sheet=sheet.name,
                    row=number,
                    value=cell[:20],
                )
