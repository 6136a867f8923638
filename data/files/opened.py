"""A given file, opened: what kind of bytes it holds, its sheets as text cells, the file inside a ZIP.

Encodings (cp932, UTF-8 with and without BOM, UTF-16) are found strictly and in silence; what cannot be read without
guessing is refused with the line it starts at. Sizes are looked at before anything is unpacked.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

from data.files import excel_workbook, file_signature
from data.files.archive import GEO_SUFFIXES, TABLE_SUFFIXES, unpack
from data.files.map_file_safety import made_safe
from data.files.problems import Problem, Refused
from data.text.letters import cleaned, cleaned_row

LARGEST_TABLE = 64 * 2**20
LARGEST_ZIP = 512 * 2**20
# What is read in less than 1 GB of memory and a minute, readers included.
MOST_ROWS = 500_000
MOST_COLUMNS = 1_000
MOST_CELLS = 7_000_000
LONGEST_CELL = 32_767  # letters; Excel's own limit
# below one header: a city's own tables have some thousands, national lists of one service some ten thousands
MOST_LINES = 150_000
_LINES_TRIED = 200_000  # of a text in an unknown encoding
_KEPT_ONCE = 200_000  # different texts that are looked for again
LONGEST_LINE = 2_000_000  # letters of a line of a CSV
_LAST_ROW = 2**20  # that Excel can have
_FEWER = "市区町村の分だけを取り出したファイルにしてください。"


@dataclass(frozen=True)
class Sheet:
    """One sheet as text. `rows[0]` is line 1 of the file; empty cells are "". `name` is "" for CSV and text files."""

    file: str
    name: str
    rows: list[list[str]]
    hidden: bool = False  # a sheet that Excel does not show: nobody means it to be read

    def problem(
        self, severity: str, why: str, what_to_do: str = "", row: int | None = None, column: str = "", value: str = ""
    ) -> Problem:
        return Problem(severity, self.file, why, what_to_do, self.name, row, column, value)


@dataclass(frozen=True)
class Opened:
    """A file as readers get it: `path` as the user named it, `file` where its content lies (inside a ZIP: unpacked),
    its sheets if a table."""

    path: Path
    file: Path
    sheets: tuple[Sheet, ...] = ()
    hidden: tuple[str, ...] = ()  # names of sheets that Excel does not show, and that are left out
    map: Path | None = None  # of a file with shapes: the copy that GDAL may see (data/files/map_file_safety.py)

    @property
    def suffix(self) -> str:
        return self.file.suffix.lower()

    @property
    def is_geo(self) -> bool:
        return self.suffix in GEO_SUFFIXES

    def problem(self, severity: str, why: str, what_to_do: str = "", **where) -> Problem:
        return Problem(severity, self.path.name, why, what_to_do, **where)


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The file, ready for a reader.

    Raises Refused when it is missing, empty, far too large, truncated, protected, an archive in an archive or not
    readable text.
    """
    path = Path(path)
    if path.is_dir():
        _refuse(path.name, "ファイルではなくフォルダです。", _inside(path))
    if not path.is_file():
        _refuse(path.name, "ファイルが見つかりません。", "場所と名前を確かめてください。")
    if path.stat().st_size == 0:
        _refuse(path.name, "ファイルが空です。", "中身のあるファイルを指定してください。")
    with tempfile.TemporaryDirectory() as folder:
        file = path
        if path.suffix.lower() in (".zip", ".kmz"):
            _refuse_size(path, path.name, LARGEST_ZIP)
            if (seen := file_signature.seems(path)).kind != "zip":
                _refuse(
                    path.name,
                    f"中身は{seen.words}のようですが、名前の終わりが「{path.suffix}」です。",
                    "名前の終わりを中身に合わせてください。",
                )
            file = unpack(path, Path(folder))
        if file.suffix.lower() in GEO_SUFFIXES:
            (alone := Path(folder) / "map").mkdir()
            yield Opened(path, file, map=made_safe(file, path.name, alone))
        else:
            _refuse_size(file, path.name, LARGEST_TABLE)
            yield _seen(path, file)


def _inside(folder: Path) -> str:
    """Which file of a folder to name instead: of a shapefile in several files, the one that stands for all of them."""
    shapes = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".shp")
    if not shapes:
        return "中のファイルを一つずつ指定してください。"
    return (
        "中のシェープファイル（終わりが .shp のもの）を指定してください:"
        f" {'、'.join(f'{folder.name}/{name}' for name in shapes[:5])}"
    )


def _refuse_size(file: Path, shown: str, limit: int) -> None:
    if (size := file.stat().st_size) > limit:
        _refuse(shown, f"ファイルが大きすぎます（{size / 2**20:,.0f} MB）。{limit // 2**20} MB まで読めます。", _FEWER)


def _seen(path: Path, file: Path) -> Opened:
    """The sheets that Excel shows; all of them where it shows none with anything in it."""
    sheets = _sheets(file, path.name)
    shown = tuple(sheet for sheet in sheets if not sheet.hidden) or sheets
    return Opened(path, file, shown, tuple(sheet.name for sheet in sheets if sheet not in shown))


def _refuse(file: str, why: str, what_to_do: str = "", **where) -> None:
    raise Refused([Problem("refuse", file, why, what_to_do, **where)])


def _sheets(path: Path, shown: str) -> tuple[Sheet, ...]:
    suffix = path.suffix.lower()
    _refuse_other_formats(path, suffix, shown)
    if suffix in (".xlsx", ".xlsm"):
        return _excel(path, shown)
    if suffix not in TABLE_SUFFIXES:
        _refuse(
            shown,
            f"この種類のファイル（{suffix or '拡張子なし'}）は読めません。",
            "CSV、Excel (.xlsx)、シェープファイル、GeoJSON、TopoJSON、GeoPackage、KML で用意してください。",
        )
    return (Sheet(shown, "", _delimited(decode(path.read_bytes(), shown), suffix, shown)),)


def _refuse_other_formats(path: Path, suffix: str, shown: str) -> None:
    """Raise Refused where the first bytes are those of another format than the name says."""
    seen = file_signature.seems(path)
    if seen.kind == "ole":
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            _refuse(
                shown,
                "Excel ファイルにパスワードがかかっています。",
                "Excel で開き、パスワードを外して保存し直してください。",
            )
        _refuse(
            shown,
            "古い形式の Excel ファイル（.xls）は読めません。",
            "Excel で開き、「Excel ブック (.xlsx)」で保存し直してください。",
        )
    if seen.kind in ("html", "xml"):
        _refuse(
            shown,
            "中身はウェブページ（HTML / XML）で、"
            f"表のファイルではありません。{'' if seen.kind == 'html' else f'{seen.words}のようです。'}",
            "Excel で開き、「Excel ブック (.xlsx)」で保存し直してください。",
        )
    if seen == file_signature.ELSEWHERE:
        _refuse(
            shown,
            f"中身は{seen.words}で、表のデータが入っていません。",
            "データそのものの入ったファイルを指定してください。",
        )
    if seen.kind == "zip" and suffix not in (".xlsx", ".xlsm"):
        _refuse(
            shown,
            f"中身は圧縮ファイル（または Excel）ですが、名前の終わりが「{suffix}」です。",
            "名前の終わりを .xlsx または .zip に直してください。",
        )
    # an address is a line of text here
    if suffix in TABLE_SUFFIXES and seen.kind not in (
        ("zip",) if suffix in (".xlsx", ".xlsm") else (file_signature.TEXT, "address")
    ):
        _refuse(
            shown,
            f"中身は{seen.words}のようですが、名前の終わりが「{suffix}」です。",
            "名前の終わりを中身に合わせるか、Excel (.xlsx) か CSV で保存し直してください。",
        )


def _excel(path: Path, shown: str) -> tuple[Sheet, ...]:
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
        _refuse(
            shown,
            "Excel ファイルとして開けません。途中で切れているか、壊れています。",
            "Excel で開けるか確かめ、保存し直してください。",
        )
    for sheet in sheets:
        _refuse_broken_cells(sheet)
    if not any(sheet.rows for sheet in sheets):
        _refuse(shown, "どのシートも空です。", "中身のあるファイルを指定してください。")
    return tuple(sheet for sheet in sheets if sheet.rows)


def _rows_of(sheet, filled: dict[str, excel_workbook.Filled], shown: str) -> list[list[str]]:
    """The sheet's rows down to the last value, all of one width.

    What the sheet says of its own size may be far off, both ways.
    """
    last = filled.get(getattr(sheet, "_worksheet_path", "").lstrip("/"), excel_workbook.Filled(None)).last_row
    if last == 0:
        return []
    if last is not None and last > MOST_ROWS:
        _refuse(shown, f"行が多すぎます（{last:,}行）。{MOST_ROWS:,}行まで読めます。", _FEWER, sheet=sheet.title)
    sheet.reset_dimensions()
    rows = within_limits(
        ([_cell(value) for value in row] for row in sheet.iter_rows(max_row=last, values_only=True)), shown, sheet.title
    )
    width = max(map(len, rows), default=0)
    if len(rows) * width <= MOST_CELLS:
        for row in rows:
            row += [""] * (width - len(row))
    return rows


def refuse_long(sheet: Sheet, number: int) -> None:
    """Raise Refused for more lines below a header than a reader makes a table of."""
    if number > MOST_LINES:
        raise Refused(
            [
                sheet.problem(
                    "refuse", f"見出しの下の行が多すぎます（{number:,}行）。{MOST_LINES:,}行まで読めます。", _FEWER
                )
            ]
        )


def within_limits(rows: Iterable[list[str]], file: str, sheet: str = "") -> list[list[str]]:
    """The rows without empty ones at the end, equal texts kept once.

    Raises Refused at the first row with which there are too many rows, columns or cells, and for a cell that is too
    long: the rest is not read.
    """
    kept: list[list[str]] = []
    same: dict[str, str] = {}
    cells = empty = 0
    for number, row in enumerate(rows, 1):
        if not any(row) and number <= _LAST_ROW:
            empty += 1
            continue
        if len(row) > MOST_COLUMNS:
            while not row[-1]:
                row.pop()
        if len(row) > MOST_COLUMNS:
            _refuse(
                file,
                f"列が多すぎます（{len(row):,}列）。{MOST_COLUMNS:,}列まで読めます。",
                "使う列だけにしたファイルにしてください。",
                sheet=sheet,
                row=number,
            )
        if number > MOST_ROWS:
            _refuse(file, f"行が多すぎます（{MOST_ROWS:,}行まで読めます）。", _FEWER, sheet=sheet)
        if (cells := cells + len(row)) > MOST_CELLS:
            _refuse(
                file,
                f"セルが多すぎます（{MOST_CELLS:,}個まで読めます）。{number:,}行目まで見ました。",
                _FEWER,
                sheet=sheet,
            )
        if len(longest := max(row, key=len)) > LONGEST_CELL:
            _refuse(
                file,
                f"一つのセルの文字が多すぎます（{len(longest):,}文字）。{LONGEST_CELL:,}文字まで読めます。",
                "文字を減らすか、別のファイルに分けてください。",
                sheet=sheet,
                row=number,
                value=longest[:20],
            )
        kept += ([] for _ in range(empty))
        empty = 0
        kept.append(
            [same.setdefault(cell, cell) for cell in row]
            if len(same) < _KEPT_ONCE
            else [same.get(cell, cell) for cell in row]
        )
    return kept


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


def decode(content: bytes, file: str) -> str:
    """The text of a file whose encoding nobody states; refuses text that cannot be read whole."""
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_destroyed(text, file)
        return text
    row = _first_unreadable_line(content)
    _refuse(
        file,
        "文字コードが混ざっているか壊れていて、読めない文字があります。",
        "元のファイルを Excel で開き、「CSV UTF-8」で保存し直してください。",
        row=row,
    )
    raise AssertionError  # not reached


def _candidates(content: bytes) -> tuple[str, ...]:
    if content.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    head = content[:2000]
    if head[1::2].count(0) > len(head) * 0.15:
        return ("utf-16-le",)
    if head[0::2].count(0) > len(head) * 0.15:
        return ("utf-16-be",)
    return ("utf-8", "cp932")


def _first_unreadable_line(content: bytes) -> int | None:
    """The line that the likelier encoding (the one that reads more lines) cannot read; None in UTF-16, whose lines
    cannot be told apart."""
    if _candidates(content)[0].startswith("utf-16"):
        return None
    bad: dict[str, list[int]] = {"utf-8": [], "cp932": []}
    # line by line: a list of all lines takes many times the file
    for number, line in enumerate(islice(io.BytesIO(content), _LINES_TRIED), 1):
        for encoding, rows in bad.items():
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                rows.append(number)
    return min((rows for rows in bad.values() if rows), key=len, default=[None])[0]


# What UTF-8 Japanese looks like when read as cp932, and when read as Latin-1: characters no office writes.
_GARBLED = re.compile(
    "\ufffd|[縺繧繝][\uff61-\uff9f\u3400-\u9fff]|[\x00-\x08\x0e-\x1f\x7f-\x9f]|ã\u0081|(?:[ÂÃãäåæçè][\u00a0-\u00bf]){2}"
)


def _refuse_destroyed(text: str, file: str) -> None:
    if text.isascii() and len(re.findall(r"\?\?+", text)) > 2:
        row = text.count("\n", 0, text.index("??")) + 1
        _refuse(
            file,
            "日本語の文字が「?」に置き換わって、失われています。",
            "元のファイルから「CSV UTF-8」で保存し直してください。",
            row=row,
        )
    if found := _GARBLED.search(text):
        row = text.count("\n", 0, found.start()) + 1
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start() + 20]
        _refuse(
            file,
            "文字が壊れています（文字化け）。元の文字に戻せません。",
            "文字化けする前の元のファイルから作り直してください。",
            row=row,
            value=re.sub(r"[\x00-\x1f]", "", line)[:20],
        )


def _refuse_broken_cells(sheet: Sheet) -> None:
    for number, row in enumerate(sheet.rows, 1):
        for cell in row:
            if cell and not cell.isascii() and (_GARBLED.search(cell)):
                _refuse(
                    sheet.file,
                    "文字が壊れています（文字化け）。元の文字に戻せません。",
                    "文字化けする前の元のファイルから作り直してください。",
                    sheet=sheet.name,
                    row=number,
                    value=cell[:20],
                )


def _delimited(text: str, suffix: str, file: str) -> list[list[str]]:
    """Rows of a CSV or tab-separated text; refuses one that is cut off."""
    if not text.strip():
        _refuse(file, "ファイルが空です。", "中身のあるファイルを指定してください。")
    head = text[:4000]
    delimiter = "\t" if suffix == ".tsv" else max(",\t;", key=head.count)
    csv.field_size_limit(LONGEST_LINE)
    try:
        lines = (
            cleaned_row(row) for row in csv.reader(_lines(text, delimiter, file), delimiter=delimiter, strict=True)
        )
        rows = within_limits(lines, file)
    except csv.Error:
        rows = _cut_off(text, file)
    widest = len(rows[-2]) if len(rows) > 1 else 0
    # Files may lack the last line break; then a last line with too few cells is cut off, unless it is a remark below
    # the table.
    if not text.endswith(("\n", "\r")) and len(rows[-1]) < widest and not re.match("[※*注出資(（]", rows[-1][0]):
        _refuse(
            file,
            f"最後の行が途中で切れています（{widest}列のはずが{len(rows[-1])}列）。",
            "もう一度ダウンロードするか、作り直してください。",
            row=len(rows),
            value=(rows[-1] or [""])[-1][:20],
        )
    return rows


def _lines(text: str, delimiter: str, file: str) -> Iterator[str]:
    """The text line by line with the line breaks (a stream would hold it once more, at four bytes a letter)."""
    for number, found in enumerate(_LINE.finditer(text), 1):
        if found.end() - found.start() > LONGEST_LINE:
            columns = text.count(delimiter, found.start(), found.end()) + 1
            if columns > MOST_COLUMNS:
                _refuse(
                    file,
                    f"列が多すぎます（{columns:,}列）。{MOST_COLUMNS:,}列まで読めます。",
                    "使う列だけにしたファイルにしてください。",
                    row=number,
                )
            _refuse(
                file,
                f"一行の文字が多すぎます（{found.end() - found.start():,}文字）。",
                "表の形になっているか、確かめてください。",
                row=number,
            )
        yield found[0]


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def _cut_off(text: str, file: str) -> list[list[str]]:
    _refuse(
        file,
        '引用符（"）が閉じておらず、途中で切れているか壊れています。',
        "もう一度ダウンロードするか、作り直してください。",
        row=text.count("\n") + 1,
    )
    return []
