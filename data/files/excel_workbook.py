"""An Excel file looked through before it is read: how far its sheets are filled, formulas without a result, and what no
workbook holds.

A sheet may be styled down to row 1,048,576, or say that it reaches to XFD1048576, and hold one value. Only what reaches
to the last value is read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.files import archive, excel_formulas
from data.files.problems import refuse

MIB = 2**20
LARGEST_SHEETS = 1024 * MIB  # unpacked XML of all sheets: looked through piece by piece, never held
LARGEST_TEXTS = 128 * MIB  # of xl/sharedStrings.xml, which is held
LARGEST_PART = 64 * MIB  # of any other part of XML (styles, names)
MOST_SHEETS = 255
MOST_CELLS = 3_000_000  # with or without a value, down to the last value: some 10 microseconds each
NAMED = 5  # formulas without a result that are named
_TOO_LARGE = "必要なシートと行だけにして保存し直してください。"
_OPEN_AGAIN = "Excel で開き、「Excel ブック (.xlsx)」で保存し直してください。"
_ROW_NUMBER = re.compile(rb"""<[\w:]+[^>]*?\sr=["'](\d{1,9})["']""")
_OTHERS = {
    "word/document.xml": "Word の文書",
    "ppt/presentation.xml": "PowerPoint",
    "mimetype": "OpenDocument（.ods など）",
    "doc.kml": "KMZ",
    "xl/workbook.bin": "Excel バイナリ（.xlsb）",
}


@dataclass
class Filled:
    """How far a sheet's XML is filled: the last row with a value (0: none;

    None where rows have no numbers), cells down to it, formulas without a result.
    """

    last_row: int | None = 0
    cells: int = 0
    uncomputed: list[str] = field(default_factory=list)
    uncomputed_number: int = 0


def look_through(path: Path, shown: str) -> dict[str, Filled]:
    """How far each part of xl/worksheets/ is filled.

    Raises Refused for a file that is no workbook, is too large to be held or read, has formulas without results, or
    declares entities (which may read files or grow without end; no spreadsheet program writes them). Raises
    zipfile.BadZipFile and the like for a broken one.
    """
    with archive.archive(path, shown) as parts:
        names = {part.filename: part for part in parts.infolist()}
        _refuse_other_formats(names, shown)
        sheets = [part for name, part in names.items() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        if len(sheets) > MOST_SHEETS:
            refuse(
                shown,
                f"シートが多すぎます（{len(sheets):,}枚）。{MOST_SHEETS}枚まで読めます。",
                "必要なシートだけにして保存し直してください。",
            )
        for name, part in names.items():
            limit = LARGEST_TEXTS if name.lower() == "xl/sharedstrings.xml" else LARGEST_PART
            if part not in sheets and name.endswith((".xml", ".rels", ".vml")) and part.file_size > limit:
                refuse(shown, "Excel ファイルの中身が大きすぎます。", _TOO_LARGE)
        if (
            sum(part.file_size for part in sheets) > LARGEST_SHEETS
            or sum(part.file_size for part in names.values()) - sum(part.file_size for part in sheets)
            > archive.LARGEST_UNPACKED
        ):
            refuse(shown, "Excel ファイルの中身が大きすぎます。", _TOO_LARGE)
        for name, part in names.items():
            if part not in sheets and name.endswith((".xml", ".rels")):
                for piece in _pieces(parts, part):
                    _refuse_declared(piece, shown)
        filled = {part.filename: _filled(parts, part, shown) for part in sheets}
    missing = [place for sheet in filled.values() for place in sheet.uncomputed]
    if missing:
        number = sum(sheet.uncomputed_number for sheet in filled.values())
        more = f" ほか{number - NAMED}か所" if number > NAMED else ""
        refuse(
            shown,
            f"計算されていない式があり、値が分かりません（セル {'、'.join(missing[:NAMED])}{more}）。",
            "Excel で開いて上書き保存するか、式を値に直してください。",
        )
    if sum(sheet.cells for sheet in filled.values()) > MOST_CELLS:
        refuse(
            shown,
            f"セルが多すぎます（全部のシートで{MOST_CELLS:,}個まで読めます）。",
            "必要なシートと行と列だけにするか、CSV で保存してください。",
        )
    return filled


def _refuse_other_formats(names: dict[str, zipfile.ZipInfo], shown: str) -> None:
    if "xl/workbook.xml" in names or not names:
        return
    known = next((words for name, words in _OTHERS.items() if name in names), "")
    if not known and any(name.lower().endswith((".csv", ".shp", ".geojson", ".kml", ".xlsx")) for name in names):
        known = "圧縮ファイル（ZIP）"
    if known:
        refuse(
            shown,
            f"中身は{known}のようですが、名前の終わりが「{Path(shown).suffix}」です。",
            f"名前の終わりを中身に合わせるか、{_OPEN_AGAIN}",
        )


def _pieces(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part piece by piece; each piece repeats the last letters of the one before, so that no word is cut."""
    end = b""
    with parts.open(part) as content:
        while piece := content.read(MIB):
            yield end + piece
            end = piece[-16:]


def _refuse_declared(piece: bytes, shown: str) -> None:
    if (
        b"<!DOCTYPE" in piece
        or b"<!ENTITY" in piece
        or piece.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"))
    ):
        refuse(shown, "Excel が書かない形の部分（DOCTYPE など）が入っています。", _OPEN_AGAIN)


@dataclass(frozen=True)
class _Tags:
    """The tags of a sheet as this file writes them: most have no prefix, some programs write <x:row>."""

    row: bytes
    cells: tuple[bytes, ...]
    cell_end: bytes
    values: tuple[bytes, ...]
    end: bytes

    @classmethod
    def of(cls, start: bytes) -> _Tags:
        found = re.search(rb"<(\w+:)?worksheet[\s>]", start)
        x = found[1] or b"" if found else b""
        values = tuple(b"<" + x + tag + end for tag in (b"v", b"f", b"is") for end in (b">", b" "))
        return cls(
            b"<" + x + b"row",
            (b"<" + x + b"c ", b"<" + x + b"c>"),
            b"</" + x + b"c>",
            values,
            b"</" + x + b"sheetData>",
        )

    def cut(self, piece: bytes) -> int:
        """Where a piece may be cut: no cell or row goes on behind it."""
        closed = piece.rfind(self.cell_end)
        return max(
            closed + len(self.cell_end) if closed >= 0 else 0, *(piece.rfind(tag) for tag in (*self.cells, self.row)), 0
        )

    def number_of_cells(self, piece: bytes) -> int:
        return sum(piece.count(tag) for tag in self.cells)

    def last_row(self, piece: bytes, until: int) -> int | None:
        """The number of the last row that begins before `until`; 0 where none begins, None where it has no number."""
        place = piece.rfind(self.row, 0, until)
        if place < 0:
            return 0
        said = _ROW_NUMBER.match(piece, place)
        return int(said[1]) if said else None


def _filled(parts: zipfile.ZipFile, part: zipfile.ZipInfo, shown: str) -> Filled:
    """Reads the sheet's XML once, in pieces, to the end of its cells."""
    found, tags = Filled(), None
    row: int | None = 0  # that is open
    cells, left, end = 0, b"", -1
    with parts.open(part) as content:
        while end < 0 and (new := content.read(MIB)):
            _refuse_declared(left[-16:] + new, shown)
            piece = left + new
            tags = tags or _Tags.of(piece)
            end = piece.find(tags.end)
            cut = end if end >= 0 else tags.cut(piece)
            if len(piece) - cut > 16 * MIB:
                refuse(shown, "Excel ファイルの中身が大きすぎます（一つのセルに入っている文字など）。", _TOO_LARGE)
            left, piece = piece[cut:], piece[:cut]
            row, cells = _note(found, tags, piece, row, cells)
    return found


def _note(found: Filled, tags: _Tags, piece: bytes, row: int | None, cells: int) -> tuple[int | None, int]:
    """Put what a piece of XML says into `found`; the row that is open at its end and the number of cells until
    there."""
    last = max(piece.rfind(tag) for tag in tags.values)
    if last >= 0:
        here = tags.last_row(piece, last)
        number = row if here == 0 else here
        found.last_row = None if found.last_row is None or number is None else max(found.last_row, number)
        found.cells = cells + tags.number_of_cells(piece[:last])
        missing = excel_formulas.uncomputed(piece)
        found.uncomputed += missing[: max(0, NAMED - len(found.uncomputed))]
        found.uncomputed_number += len(missing)
    open_row = tags.last_row(piece, len(piece))
    return (row if open_row == 0 else open_row), cells + tags.number_of_cells(piece)
