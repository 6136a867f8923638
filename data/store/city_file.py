"""city.toml: read and judged. One that is damaged, or says what cannot be, is refused in words, and only its own city
with it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data.store.plane_zones import ZONES

CITY_FILE = "city.toml"
# The hidden counts of each sharing level: 1 to this number. A city may hide more, never less.
DEFAULT_THRESHOLDS = {"public": 9, "council": 2, "internal": 0}
MOST_HIDDEN = 1_000_000
SIZE_CLASSES = ("designated", "core", "city", "town")
MEND = (
    "{mend}控え（バックアップ）から戻してください。元のファイルがあれば、「python -m data import {name} ファイル…"
    " --replace」で作り直せます。"
)


class Unreadable(LookupError):
    """Something stored cannot be read; the message says what, why, and what to do. Nothing is changed."""


class CityUnreadable(Unreadable):
    """A city whose city.toml, or the revision it names, is damaged."""


def problem_words(name: str, why: str, mend: str = "") -> str:
    """「市「bad」のデータが読めません。…」 with what to do."""
    return (
        f"市「{name}」のデータが読めません。{why} → {MEND.format(mend=mend, name=name)}ほかの市は、そのまま使えます。"
    )


def said_in(folder: Path) -> dict[str, Any]:
    """What the city.toml in a city's folder says, every known setting of the right type and within its bounds.

    Raises CityUnreadable. A mark of the encoding at its beginning (BOM) is no fault; settings that are not known are
    left alone.
    """
    try:
        said = _parsed(folder / CITY_FILE)
        for key, (fits, what) in SETTINGS.items():
            if key in said and not fits(said[key]):
                raise ValueError(f"{CITY_FILE} の {key} の値が正しくありません（{_shown(said[key])}）。{what}")
        for key, what in NEEDED.items():
            if key not in said:
                raise ValueError(f"{CITY_FILE} に {key}（{what}）が書かれていません。")
        _judge_thresholds(said.get("thresholds", {}))
        _judge_revision(folder, said["revision"])
    except ValueError as wrong:
        raise CityUnreadable(problem_words(folder.name, str(wrong), f"{CITY_FILE} を直すか、")) from None
    return said


def revision_fits(name: object) -> bool:
    """Whether a revision's name is that of a folder inside the city's, and of nothing else."""
    return isinstance(name, str) and re.fullmatch(r"[^\W_][\w.\-]*", name) is not None


def _parsed(path: Path) -> dict[str, Any]:
    if os.path.isdir(path):
        raise ValueError(f"{CITY_FILE} がファイルではなく、フォルダになっています。")
    try:
        data = path.read_bytes()
    except PermissionError:
        raise ValueError(f"{CITY_FILE} を読む権限がありません。") from None
    except OSError:
        raise ValueError(f"{CITY_FILE} を開けません。") from None
    if not data.strip():
        raise ValueError(f"{CITY_FILE} に何も書かれていません。")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError(f"{CITY_FILE} が UTF-16 で保存されています（UTF-8 で保存し直すと読めます）。")
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(
            f"{CITY_FILE} の文字コードが UTF-8 ではありません（Shift_JIS などのときは、UTF-8 で保存し直すと読めます）。"
        ) from None
    except (tomllib.TOMLDecodeError, RecursionError) as broken:
        line = re.search(r"at line (\d+)", str(broken))
        raise ValueError(f"{CITY_FILE} の書き方が壊れています{f'（{line[1]}行目）' if line else ''}。") from None


def _judge_thresholds(said: dict[str, int]) -> None:
    """Raises ValueError for a level of sharing that would show more than its definition allows."""
    for key, number in said.items():
        if key not in DEFAULT_THRESHOLDS:
            raise ValueError(
                f"{CITY_FILE} の thresholds に、知らない公開の範囲「{key}」があります（{'、'.join(DEFAULT_THRESHOLDS)}"
                " のどれかです）。"
            )
        least, most = DEFAULT_THRESHOLDS[key], 0 if key == "internal" else MOST_HIDDEN
        if type(number) is not int or not least <= number <= most:
            bounds = "0 だけ" if key == "internal" else f"{least}以上の整数だけ"
            raise ValueError(
                f"{CITY_FILE} の thresholds の {key} が {_shown(number)} です。"
                f"書けるのは{bounds}です（少ない人数を見せてしまわないよう、この市は開きません）。"
            )
    given = DEFAULT_THRESHOLDS | said
    if given["council"] > given["public"]:
        raise ValueError(
            f"{CITY_FILE} の thresholds の council（{given['council']}）が"
            f" public（{given['public']}）より大きくなっています。公開用は、協議体限りより多くをかくします。"
        )


def _judge_revision(folder: Path, revision: str) -> None:
    if os.path.isdir(folder / revision):
        return
    try:
        others = sorted(path.name for path in folder.iterdir() if path.is_dir() and revision_fits(path.name))
    except OSError:
        raise ValueError("フォルダを読む権限がありません。") from None
    others = [name for name in others if name != "pictures"]
    named = f"あるもの: {'、'.join(others)}" if others else "ほかの版もありません"
    raise ValueError(f"{CITY_FILE} の revision が指すフォルダ「{revision}」がありません（{named}）。")


def _shown(value: object) -> str:
    text = f"「{value}」" if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _text(value: object) -> bool:
    return isinstance(value, str)


def _named(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _words(value: object) -> bool:
    return isinstance(value, dict) and all(map(_text, value.values()))


def _number(value: object) -> bool:
    return type(value) is int and 0 <= value <= MOST_HIDDEN


def _zone(value: object) -> bool:
    return type(value) is int and value in ZONES


NEEDED = {"title": "市の名前", "revision": "使う版"}
SETTINGS: dict[str, tuple[Callable[[object], bool], str]] = {
    "title": (_named, '市の名前を「"」で囲んで書きます。'),
    "revision": (revision_fits, "この市のフォルダの中の、版のフォルダの名前を書きます。"),
    "invented": (_flag, "true か false を書きます。"),
    "invented_districts": (_flag, "true か false を書きます。"),
    "zone": (_zone, f"平面直角座標系の EPSG コード（{ZONES[0]}～{ZONES[-1]}）を書きます。"),
    "city_code": (_text, '市区町村コードを「"」で囲んで書きます。'),
    "prefecture": (_text, '都道府県の名前を「"」で囲んで書きます。'),
    "size_class": (lambda value: value in SIZE_CLASSES, f"{'、'.join(SIZE_CLASSES)} のどれかを書きます。"),
    "words": (_words, '[words] の下に、言葉を「"」で囲んで書きます。'),
    "thresholds": (
        lambda value: isinstance(value, dict),
        "[thresholds] の下に、public・council・internal の数を書きます。",
    ),
    "notes": (_texts, '文を「"」で囲んで [ ] の中に書きます。'),
    "thinly_settled": (_number, "1km2あたりの人数（0以上の整数）を書きます。"),
    "dates": (_text, '文を「"」で囲んで書きます。'),
}
