"""A given file, opened: what kind of bytes it holds, its sheets as text cells, the file inside a ZIP.

Encodings (cp932, UTF-8 with and without BOM, UTF-16) are found strictly and in silence; what cannot be read without guessing
is refused with the line it starts at. Sizes are looked at before anything is unpacked.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath

from data import formulas
from data.letters import cleaned
from data.problems import Problem, Refused

GEO_SUFFIXES = (".shp", ".geojson", ".json", ".topojson", ".gpkg")
TABLE_SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".lzh", ".bz2", ".xz")
BESIDE_A_SHAPEFILE = (".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".xml", ".qix", ".csv", ".yml", ".txt", ".htm", ".html", ".pdf")
LARGEST_TABLE = 64 * 2**20
LARGEST_GEO = 512 * 2**20
LARGEST_UNPACKED = 512 * 2**20
MOST_ROWS = 1_000_000


@dataclass(frozen=True)
class Sheet:
    """One sheet as text. `rows[0]` is line 1 of the file; empty cells are "". `name` is "" for CSV and text files."""

    file: str
    name: str
    rows: list[list[str]]
    hidden: bool = False  # a sheet that Excel does not show: nobody means it to be read

    def problem(self, severity: str, why: str, what_to_do: str = "", row: int | None = None, column: str = "", value: str = "") -> Problem:
        return Problem(severity, self.file, why, what_to_do, self.name, row, column, value)


@dataclass(frozen=True)
class Opened:
    """A file as readers get it: `path` as the user named it, `file` where its content lies (inside a ZIP: unpacked), its sheets if a table."""

    path: Path
    file: Path
    sheets: tuple[Sheet, ...] = ()
    hidden: tuple[str, ...] = ()  # names of sheets that Excel does not show, and that are left out

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

    Raises Refused when it is missing, empty, far too large, truncated, protected, an archive in an archive or not readable text.
    """
    path = Path(path)
    if path.is_dir():
        _refuse(path.name, "ファイルではなくフォルダです。", "中のファイルを一つずつ指定してください。")
    if not path.is_file():
        _refuse(path.name, "ファイルが見つかりません。", "場所と名前を確かめてください。")
    size = path.stat().st_size
    if size == 0:
        _refuse(path.name, "ファイルが空です。", "中身のあるファイルを指定してください。")
    if size > (LARGEST_GEO if path.suffix.lower() in (*GEO_SUFFIXES, ".zip") else LARGEST_TABLE):
        _refuse(path.name, f"ファイルが大きすぎます（{size / 2**20:,.0f} MB）。", "市区町村の分だけを取り出したファイルにしてください。")
    if path.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory() as folder:
            inside = _unpack(path, Path(folder))
            yield _seen(path, inside)
    else:
        yield _seen(path, path)


def _seen(path: Path, file: Path) -> Opened:
    """The sheets that Excel shows; all of them where it shows none with anything in it."""
    sheets = _sheets(file, path.name)
    shown = tuple(sheet for sheet in sheets if not sheet.hidden) or sheets
    return Opened(path, file, shown, tuple(sheet.name for sheet in sheets if sheet not in shown))


def _refuse(file: str, why: str, what_to_do: str = "", **where) -> None:
    raise Refused([Problem("refuse", file, why, what_to_do, **where)])


def _unpack(path: Path, folder: Path) -> Path:
    """Unpack a ZIP that holds one data file or one shapefile; the path of that file."""
    try:
        archive = zipfile.ZipFile(path, metadata_encoding="cp932")
    except zipfile.BadZipFile:
        _refuse(path.name, "ZIP ファイルが途中で切れているか、壊れています。", "もう一度ダウンロードするか、作り直してください。")
    with archive:
        members = [
            m
            for m in archive.infolist()
            if not m.is_dir() and not m.filename.startswith("__MACOSX") and not PurePosixPath(m.filename).name.startswith(".")
        ]
        names = [PurePosixPath(m.filename.replace("\\", "/")).name for m in members]
        if inner := [name for name in names if name.lower().endswith(ARCHIVES)]:
            _refuse(path.name, f"ZIP の中に、さらに圧縮ファイル（{inner[0]}）があります。", "中の圧縮ファイルを取り出してから指定してください。")
        if any(m.flag_bits & 1 for m in members):
            _refuse(path.name, "ZIP にパスワードがかかっています。", "パスワードを外したファイルを指定してください。")
        if sum(m.file_size for m in members) > LARGEST_UNPACKED:
            _refuse(path.name, "ZIP の中身が大きすぎます。", "市区町村の分だけを取り出したファイルにしてください。")
        chosen = _one_data_file(path.name, names)
        try:
            for member, name in zip(members, names, strict=True):
                (folder / name).write_bytes(archive.read(member))
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError):
            _refuse(path.name, "ZIP ファイルの中身が壊れています。", "もう一度ダウンロードするか、作り直してください。")
    return folder / chosen


def _one_data_file(file: str, names: list[str]) -> str:
    shapes = [name for name in names if name.lower().endswith(".shp")]
    if shapes and all(name.lower().endswith((".shp", *BESIDE_A_SHAPEFILE)) for name in names):
        data = shapes
    else:
        data = [name for name in names if name.lower().endswith((*GEO_SUFFIXES, *TABLE_SUFFIXES, ".xls"))]
    if len(data) != 1:
        said = "読めるファイルがありません" if not data else f"ファイルが{len(data)}つあります（{'、'.join(data[:5])}）"
        _refuse(file, f"ZIP の中に{said}。", "一つの表、または一つのシェープファイルだけを入れてください。")
    return data[0]


def _sheets(path: Path, shown: str) -> tuple[Sheet, ...]:
    with path.open("rb") as file:
        start = file.read(512)
    suffix = path.suffix.lower()
    if suffix in GEO_SUFFIXES:
        return ()
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            _refuse(shown, "Excel ファイルにパスワードがかかっています。", "Excel で開き、パスワードを外して保存し直してください。")
        _refuse(shown, "古い形式の Excel ファイル（.xls）は読めません。", "Excel で開き、「Excel ブック (.xlsx)」で保存し直してください。")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|head|meta|\?xml)", start, re.I):
        _refuse(shown, "中身はウェブページ（HTML / XML）で、表のファイルではありません。", "Excel で開き、「Excel ブック (.xlsx)」で保存し直してください。")
    if suffix in (".xlsx", ".xlsm"):
        return _excel(path, shown)
    if start.startswith(b"PK\x03\x04"):
        _refuse(shown, f"中身は圧縮ファイル（または Excel）ですが、名前の終わりが「{suffix}」です。", "名前の終わりを .xlsx または .zip に直してください。")
    if suffix not in TABLE_SUFFIXES:
        _refuse(shown, f"この種類のファイル（{suffix or '拡張子なし'}）は読めません。", "CSV、Excel (.xlsx)、シェープファイル、GeoJSON、TopoJSON、GeoPackage で用意してください。")
    return (Sheet(shown, "", _delimited(decode(path.read_bytes(), shown), suffix, shown)),)


def _excel(path: Path, shown: str) -> tuple[Sheet, ...]:
    import openpyxl

    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                _refuse(shown, "Excel ファイルの中身が大きすぎます。", "必要なシートと行だけにして保存し直してください。")
            if uncomputed := formulas.uncomputed(parts):
                more = f" ほか{len(uncomputed) - 5}か所" if len(uncomputed) > 5 else ""
                _refuse(shown, f"計算されていない式があり、値が分かりません（セル {'、'.join(uncomputed[:5])}{more}）。", "Excel で開いて上書き保存するか、式を値に直してください。")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = []
        for sheet in book.worksheets:
            rows = [[_cell(value) for value in row] for row in sheet.iter_rows(max_row=MOST_ROWS + 1, values_only=True)]
            sheets.append(Sheet(shown, cleaned(sheet.title), _trim(rows), sheet.sheet_state != "visible"))
        book.close()
    except Refused:
        raise
    except Exception:  # openpyxl raises many kinds for a file that is cut off or is no workbook
        _refuse(shown, "Excel ファイルとして開けません。途中で切れているか、壊れています。", "Excel で開けるか確かめ、保存し直してください。")
    for sheet in sheets:
        _refuse_broken_cells(sheet)
    if not any(sheet.rows for sheet in sheets):
        _refuse(shown, "どのシートも空です。", "中身のあるファイルを指定してください。")
    return tuple(sheet for sheet in sheets if sheet.rows)


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


def _trim(rows: list[list[str]]) -> list[list[str]]:
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


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
    _refuse(file, "文字コードが混ざっているか壊れていて、読めない文字があります。", "元のファイルを Excel で開き、「CSV UTF-8」で保存し直してください。", row=row)
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
    """The line that the likelier encoding (the one that reads more lines) cannot read; None in UTF-16, whose lines cannot be told apart."""
    if _candidates(content)[0].startswith("utf-16"):
        return None
    bad: dict[str, list[int]] = {"utf-8": [], "cp932": []}
    for number, line in enumerate(content.splitlines(), 1):
        for encoding, rows in bad.items():
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                rows.append(number)
    return min((rows for rows in bad.values() if rows), key=len, default=[1])[0]


# What UTF-8 Japanese looks like when read as cp932, and when read as Latin-1: characters no office writes.
_GARBLED = re.compile("\ufffd|[縺繧繝][\uff61-\uff9f\u3400-\u9fff]|[\x00-\x08\x0e-\x1f\x7f-\x9f]|ã\u0081|(?:[ÂÃãäåæçè][\u00a0-\u00bf]){2}")


def _refuse_destroyed(text: str, file: str) -> None:
    if text.isascii() and len(re.findall(r"\?\?+", text)) > 2:
        row = text.count("\n", 0, text.index("??")) + 1
        _refuse(file, "日本語の文字が「?」に置き換わって、失われています。", "元のファイルから「CSV UTF-8」で保存し直してください。", row=row)
    if found := _GARBLED.search(text):
        row = text.count("\n", 0, found.start()) + 1
        line = text.splitlines()[row - 1] if text.splitlines()[row - 1:] else ""
        _refuse(file, "文字が壊れています（文字化け）。元の文字に戻せません。", "文字化けする前の元のファイルから作り直してください。", row=row, value=re.sub(r"[\x00-\x1f]", "", line)[:20])


def _refuse_broken_cells(sheet: Sheet) -> None:
    for number, row in enumerate(sheet.rows, 1):
        for cell in row:
            if cell and not cell.isascii() and (_GARBLED.search(cell)):
                _refuse(sheet.file, "文字が壊れています（文字化け）。元の文字に戻せません。", "文字化けする前の元のファイルから作り直してください。",
                        sheet=sheet.name, row=number, value=cell[:20])


def _delimited(text: str, suffix: str, file: str) -> list[list[str]]:
    """Rows of a CSV or tab-separated text; refuses one that is cut off."""
    if not text.strip():
        _refuse(file, "ファイルが空です。", "中身のあるファイルを指定してください。")
    head = text[:4000]
    delimiter = "\t" if suffix == ".tsv" else max(",\t;", key=head.count)
    csv.field_size_limit(2**20)
    try:
        rows = [[cleaned(cell).strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]
    except csv.Error:
        rows = _cut_off(text, file)
    if len(rows) > MOST_ROWS:
        _refuse(file, f"行が多すぎます（{len(rows):,}行）。", "市区町村の分だけを取り出したファイルにしてください。")
    rows = _trim(rows)
    widest = len(rows[-2]) if len(rows) > 1 else 0
    # Files may lack the last line break; then a last line with too few cells is cut off, unless it is a remark below the table.
    if not text.endswith(("\n", "\r")) and len(rows[-1]) < widest and not re.match("[※*注出資(（]", rows[-1][0]):
        _refuse(file, f"最後の行が途中で切れています（{widest}列のはずが{len(rows[-1])}列）。", "もう一度ダウンロードするか、作り直してください。", row=len(rows), value=(rows[-1] or [""])[-1][:20])
    return rows


def _cut_off(text: str, file: str) -> list[list[str]]:
    _refuse(file, "引用符（\"）が閉じておらず、途中で切れているか壊れています。", "もう一度ダウンロードするか、作り直してください。", row=text.count("\n") + 1)
    return []
