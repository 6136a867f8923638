"""A ZIP or KMZ with one data file in it, unpacked: only what is read, under names that mean nothing to the system."""

from __future__ import annotations

import re
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from data.files.problems import refuse

GEO_SUFFIXES = (".shp", ".geojson", ".json", ".topojson", ".gpkg", ".kml")
TABLE_SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
ARCHIVES = (".zip", ".kmz", ".7z", ".rar", ".gz", ".tgz", ".tar", ".lzh", ".bz2", ".xz")
BESIDE_A_SHAPEFILE = (
    ".shx",
    ".dbf",
    ".prj",
    ".cpg",
    ".sbn",
    ".sbx",
    ".xml",
    ".qix",
    ".csv",
    ".yml",
    ".txt",
    ".htm",
    ".html",
    ".pdf",
)
EXPLAINING = ("attributes.csv", "config.yml")  # lie beside the maps of cities and say what the fields are
LARGEST_UNPACKED = 512 * 2**20
LARGEST_LIST = 8 * 2**20  # bytes of the list of members, some 80,000 of them
_END, _END_SIZE = b"PK\x05\x06", 22


def archive(path: Path, shown: str) -> zipfile.ZipFile:
    """The ZIP, opened.

    Raises Refused for one with too many members (their list alone would fill the memory), zipfile.BadZipFile for a
    broken one.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2**16 - _END_SIZE))
        tail = file.read()
    place = tail.rfind(_END)
    if place >= 0 and len(tail) >= place + _END_SIZE:
        size = struct.unpack("<I", tail[place + 12 : place + 16])[0]
        if LARGEST_LIST < size < 2**32 - 1:
            refuse(
                shown,
                "ZIP の中のファイルが多すぎます。",
                "一つの表、または一つのシェープファイルだけを入れてください。",
            )
    for encoding in (
        "utf-8",
        "cp932",
        "cp437",
    ):  # of names without the UTF-8 mark: a Mac's Finder, Windows, the format's own
        try:
            return zipfile.ZipFile(path, metadata_encoding=encoding)
        except UnicodeDecodeError:
            continue
        except (OSError, ValueError, NotImplementedError, struct.error) as broken:
            raise zipfile.BadZipFile(str(broken)) from None
    raise zipfile.BadZipFile(path.name)  # not reached: cp437 knows every byte


def unpack(path: Path, folder: Path) -> Path:
    """Unpack a ZIP that holds one data file or one shapefile; the path of that file."""
    try:
        opened = archive(path, path.name)
    except zipfile.BadZipFile:
        refuse(
            path.name,
            "ZIP ファイルが途中で切れているか、壊れています。",
            "もう一度ダウンロードするか、作り直してください。",
        )
    with opened as packed:
        _refuse_members(packed.infolist(), path.name)
        members = [
            m
            for m in packed.infolist()
            if not m.is_dir()
            and not m.filename.startswith("__MACOSX")
            and not PurePosixPath(m.filename).name.startswith(".")
        ]
        names = [_plain(m.filename) for m in members]
        chosen = _one_data_file(path.name, names)
        wanted = {name: member for member, name in zip(members, names, strict=True) if _is_wanted(name, chosen)}
        if sum(m.file_size for m in wanted.values()) > LARGEST_UNPACKED:
            refuse(path.name, "ZIP の中身が大きすぎます。", "市区町村の分だけを取り出したファイルにしてください。")
        try:
            for name, member in wanted.items():
                with packed.open(member) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target, 2**20)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, zlib.error):
            refuse(path.name, "ZIP ファイルの中身が壊れています。", "もう一度ダウンロードするか、作り直してください。")
    return folder / chosen


def _plain(name: str) -> str:
    """The member's name without folders, fit for every system's files."""
    return re.sub(r'[<>:"|?*\x00-\x1f]', "_", PurePosixPath(name.replace("\\", "/")).name)[-120:]


def _refuse_members(members: list[zipfile.ZipInfo], file: str) -> None:
    names = [m.filename.replace("\\", "/") for m in members]
    if any(name.lower() == "xl/workbook.xml" for name in names):
        refuse(
            file,
            "中身は Excel ファイルのようですが、名前の終わりが「.zip」です。",
            "名前の終わりを .xlsx に直してください。",
        )
    if inner := [name for name in names if name.lower().endswith(ARCHIVES)]:
        refuse(
            file,
            f"ZIP の中に、さらに圧縮ファイル（{PurePosixPath(inner[0]).name[:60]}）があります。",
            "中の圧縮ファイルを取り出してから指定してください。",
        )
    if any(stat.S_ISLNK(m.external_attr >> 16) for m in members):
        refuse(
            file,
            "ZIP の中に、ほかのファイルを指すリンクがあります。",
            "リンクではなく、ファイルそのものを入れて作り直してください。",
        )
    if any(name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in PurePosixPath(name).parts for name in names):
        refuse(
            file,
            "ZIP の中のファイルの置き場所（../ など）が正しくありません。",
            "フォルダを右クリックして作り直した ZIP を指定してください。",
        )
    if any(m.flag_bits & 1 for m in members):
        refuse(file, "ZIP にパスワードがかかっています。", "パスワードを外したファイルを指定してください。")


def _one_data_file(file: str, names: list[str]) -> str:
    shapes = [name for name in names if name.lower().endswith(".shp")]
    if shapes and all(name.lower().endswith((".shp", *BESIDE_A_SHAPEFILE)) for name in names):
        data = shapes
    else:
        data = [name for name in names if name.lower().endswith((*GEO_SUFFIXES, *TABLE_SUFFIXES, ".xls"))]
    if len(data) != 1:
        said = "読めるファイルがありません" if not data else f"ファイルが{len(data)}つあります（{'、'.join(data[:5])}）"
        refuse(file, f"ZIP の中に{said}。", "一つの表、または一つのシェープファイルだけを入れてください。")
    parts = [name.lower() for name in names if _is_wanted(name, data[0])]
    if len(set(parts)) < len(parts):
        refuse(
            file,
            "ZIP の中の別々のフォルダに、同じ名前のファイルがあります。",
            "一つの表、または一つのシェープファイルだけを入れてください。",
        )
    return data[0]


def _is_wanted(name: str, chosen: str) -> bool:
    """The data file itself; of a shapefile also its parts and what explains its fields."""
    if not chosen.lower().endswith(".shp"):
        return name == chosen
    return (
        name == chosen
        or name.lower() in EXPLAINING
        or (Path(name).stem == Path(chosen).stem and name.lower().endswith((".shx", ".dbf", ".prj", ".cpg")))
    )
