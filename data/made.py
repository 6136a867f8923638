"""What people make in the program (rates of their own, plans): one JSON file a name and city, beside the cities' revisions.

It lies in a folder beside the cities' folder (data.city.beside), so an import never touches it. An embedded city's stands beside the folder
that imported cities live in (CITIES_DIR, else the user's data folder): nothing is written into the program. No personal data here.
"""

from __future__ import annotations

import json
import os
import re
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

from data.city import EMBEDDED, City, beside, cities_dir

_ONE_AT_A_TIME = threading.RLock()  # the dashboard serves several people from one process


class MadeUnreadable(ValueError):
    """What was stored cannot be read any more; the message names the file. Nothing is overwritten."""


def folder_of(city: City) -> Path:
    """Where what is made for a city lies."""
    root = cities_dir() if city.folder.parent == EMBEDDED else city.folder.parent
    return beside(root, "made") / city.name


def read(city: City, name: str, default: object = None) -> object:
    """The value stored under `name`, or `default` where there is none.

    Raises MadeUnreadable for a file that holds no JSON, ValueError for a name that is no plain word.
    """
    path = _path(city, name)
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else default
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise MadeUnreadable(f"保存した内容が読めません。ファイルが壊れています: {path}") from None


def write(city: City, name: str, value: object) -> None:
    """Store a value that JSON can hold (text, numbers, lists, dicts) in one replacement: all of it or nothing.

    Raises TypeError for what JSON cannot hold, ValueError for a name that is no plain word.
    """
    path = _path(city, name)
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        waiting.write_text(text, encoding="utf-8")
        os.replace(waiting, path)
    finally:
        waiting.unlink(missing_ok=True)


def change(city: City, name: str, default: object, edit: Callable[[object], object]) -> None:
    """Read, edit and write as one step, so that two people at once do not lose each other's entry. `edit` gives the new value."""
    with _ONE_AT_A_TIME:
        write(city, name, edit(read(city, name, default)))


def _path(city: City, name: str) -> Path:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"a name is a plain word, not {name!r}")
    return folder_of(city) / f"{name}.json"
