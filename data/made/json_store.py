"""What people make in the program (rates of their own, plans): one JSON file a name and city, beside the cities'
revisions.

It lies in a folder beside the cities' folder (data.store.city.sibling_folder), so an import never touches it. An
embedded city's stands beside the folder that imported cities live in (CITIES_DIR, else the user's data folder): nothing
is written into the program. No personal data here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from data.store import write as store
from data.store.city import EMBEDDED, City, cities_dir, sibling_folder
from data.store.city_file import Unreadable
from data.store.locks import alone

PATIENCE = 10.0  # seconds somebody at a page waits for somebody else's entry: each takes an instant


class MadeUnreadable(Unreadable, ValueError):
    """What was stored cannot be read any more; the message names the file. Nothing is overwritten."""


def folder_of(city: City) -> Path:
    """Where what is made for a city lies."""
    return _beside(cities_dir() / city.name if city.folder.parent == EMBEDDED else city.folder)


def _beside(city_folder: Path) -> Path:
    return sibling_folder(city_folder.parent, "made") / city_folder.name


def tidy(city_folder: Path) -> None:
    """Take away what killed saves left; nothing where somebody is saving right now."""
    folder = _beside(city_folder)
    if folder.is_dir():
        with suppress(OSError), alone(folder, patience=0):
            store.tidy(folder)


def read(city: City, name: str, default: Any = None) -> Any:
    """The value stored under `name`, or `default` where there is none.

    Raises MadeUnreadable for a file that holds no JSON, ValueError for a name that is no plain word.
    """
    path = _path(city, name)
    try:
        return json.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else default
    except (OSError, ValueError, RecursionError):
        raise unreadable(city, name) from None


def unreadable(city: City, name: str) -> MadeUnreadable:
    """The fault of a stored value that cannot be read, or is not what it should be, with what to do."""
    return MadeUnreadable(
        "画面で加えて保存した内容が読めません。"
        f"ファイルが壊れています: {_path(city, name)} → 控え（バックアップ）から戻すか、"
        "このファイルを別の場所へ移すと、加えたものがない状態から始められます。ほかの画面と市は、そのまま使えます。"
    )


def write(city: City, name: str, value: object) -> None:
    """Store a value that JSON can hold (text, numbers, lists, dicts) in one replacement: all of it or nothing.

    Raises TypeError for what JSON cannot hold, ValueError for a name that is no plain word, Busy (data.store.locks)
    where others do not end.
    """
    path = _path(city, name)
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    with alone(path.parent, patience=PATIENCE):
        store.tidy(path.parent)
        store.write_whole(path, text.encode())


def change(city: City, name: str, default: Any, edit: Callable[[Any], Any]) -> None:
    """Read, edit and write as one step, so that two people at once do not lose each other's entry. `edit` gives the new
    value."""
    with alone(_path(city, name).parent, patience=PATIENCE):
        write(city, name, edit(read(city, name, default)))


def _path(city: City, name: str) -> Path:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"a name is a plain word, not {name!r}")
    return folder_of(city) / f"{name}.json"
