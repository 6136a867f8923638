"""A given file, opened: what kind of bytes it holds, its sheets as text cells, the file inside a ZIP.

Encodings (cp932, UTF-8 with and without BOM, UTF-16) are found strictly and in silence; what cannot be read without
guessing is refused with the line it starts at. Sizes are looked at before anything is unpacked.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.files import file_signature
from data.files.archive import GEO_SUFFIXES, TABLE_SUFFIXES, unpack
from data.files.delimited_text import decode, delimited
from data.files.excel_sheets import excel_sheets
from data.files.map_file_safety import made_safe
from data.files.problems import Problem, Severity, refuse
from data.files.sheet import FEWER, Sheet

LARGEST_TABLE = 64 * 2**20
LARGEST_ZIP = 512 * 2**20


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

    def problem(self, severity: Severity, why: str, what_to_do: str = "", **where) -> Problem:
        return Problem(severity, self.path.name, why, what_to_do, **where)


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The file, ready for a reader.

    Raises Refused when it is missing, empty, far too large, truncated, protected, an archive in an archive or not
    readable text.
    """
    path = Path(path)
    if path.is_dir():
        refuse(path.name, "ファイルではなくフォルダです。", _inside(path))
    if not path.is_file():
        refuse(path.name, "ファイルが見つかりません。", "場所と名前を確かめてください。")
    if path.stat().st_size == 0:
        refuse(path.name, "ファイルが空です。", "中身のあるファイルを指定してください。")
    with tempfile.TemporaryDirectory() as folder:
        file = path
        if path.suffix.lower() in (".zip", ".kmz"):
            _refuse_size(path, path.name, LARGEST_ZIP)
            if (seen := file_signature.seems(path)).kind != "zip":
                refuse(
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
        refuse(shown, f"ファイルが大きすぎます（{size / 2**20:,.0f} MB）。{limit // 2**20} MB まで読めます。", FEWER)


def _seen(path: Path, file: Path) -> Opened:
    """The sheets that Excel shows; all of them where it shows none with anything in it."""
    sheets = _sheets(file, path.name)
    shown = tuple(sheet for sheet in sheets if not sheet.hidden) or sheets
    return Opened(path, file, shown, tuple(sheet.name for sheet in sheets if sheet not in shown))


def _sheets(path: Path, shown: str) -> tuple[Sheet, ...]:
    suffix = path.suffix.lower()
    _refuse_other_formats(path, suffix, shown)
    if suffix in (".xlsx", ".xlsm"):
        return excel_sheets(path, shown)
    if suffix not in TABLE_SUFFIXES:
        refuse(
            shown,
            f"この種類のファイル（{suffix or '拡張子なし'}）は読めません。",
            "CSV、Excel (.xlsx)、シェープファイル、GeoJSON、TopoJSON、GeoPackage、KML で用意してください。",
        )
    return (Sheet(shown, "", delimited(decode(path.read_bytes(), shown), suffix, shown)),)


def _refuse_other_formats(path: Path, suffix: str, shown: str) -> None:
    """Raise Refused where the first bytes are those of another format than the name says."""
    seen = file_signature.seems(path)
    if seen.kind == "ole":
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            refuse(
                shown,
                "Excel ファイルにパスワードがかかっています。",
                "Excel で開き、パスワードを外して保存し直してください。",
            )
        refuse(
            shown,
            "古い形式の Excel ファイル（.xls）は読めません。",
            "Excel で開き、「Excel ブック (.xlsx)」で保存し直してください。",
        )
    if seen.kind in ("html", "xml"):
        refuse(
            shown,
            "中身はウェブページ（HTML / XML）で、"
            f"表のファイルではありません。{'' if seen.kind == 'html' else f'{seen.words}のようです。'}",
            "Excel で開き、「Excel ブック (.xlsx)」で保存し直してください。",
        )
    if seen == file_signature.ELSEWHERE:
        refuse(
            shown,
            f"中身は{seen.words}で、表のデータが入っていません。",
            "データそのものの入ったファイルを指定してください。",
        )
    if seen.kind == "zip" and suffix not in (".xlsx", ".xlsm"):
        refuse(
            shown,
            f"中身は圧縮ファイル（または Excel）ですが、名前の終わりが「{suffix}」です。",
            "名前の終わりを .xlsx または .zip に直してください。",
        )
    # an address is a line of text here
    if suffix in TABLE_SUFFIXES and seen.kind not in (
        ("zip",) if suffix in (".xlsx", ".xlsm") else (file_signature.TEXT, "address")
    ):
        refuse(
            shown,
            f"中身は{seen.words}のようですが、名前の終わりが「{suffix}」です。",
            "名前の終わりを中身に合わせるか、Excel (.xlsx) か CSV で保存し直してください。",
        )
