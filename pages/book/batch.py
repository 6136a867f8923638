"""Data books of many districts as files, made by two processes. Kept apart from the command line: a process begun anew
(as on Windows) finds its work here."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from data.store.city import City
from data.store.city_file import Unreadable
from pages.book import contents, formats
from pages.figures.view import View

WORKERS, BOOKS_EACH = 2, 30  # a process is renewed after so many districts, which gives its memory back
FEW = 3  # districts made without other processes, which take seconds to begin
Files = tuple[str, list[str], list[str]]


def write_books(views: Sequence[View], keys: Sequence[str], out: Path) -> Iterator[Files]:
    """(district, files written into `out`, problems) as they are finished; of many districts by two processes, all from
    one revision."""
    given = [(view.city, view.district, view.sharing, tuple(keys), out) for view in views]
    if len(given) <= FEW:
        yield from (one_district(*each) for each in given)
        return
    try:
        with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn"), max_tasks_per_child=BOOKS_EACH) as pool:
            for finished in as_completed([pool.submit(one_district, *each) for each in given]):
                yield finished.result()
    except BrokenProcessPool:
        yield (
            "",
            [],
            [
                "作る途中で、中の処理が止まりました（メモリーが足りないのかもしれません）。ほかの画面を閉じて、"
                "もう一度実行してください。"
            ],
        )


def one_district(city: City, district: str, sharing: str, keys: Sequence[str], out: Path) -> Files:
    """Write one district's files; runs in a process of its own."""
    view = formats.views(View(city, "", "", sharing), {district})[0]
    written, problems = [], []
    try:
        book = contents.book(view)
    except Unreadable as damaged:
        return view.district_label, [], [str(damaged)]
    except Exception as broken:  # nobody at a city's desk can read a traceback
        return view.district_label, [], [_unforeseen(view, broken)]
    for key in keys:
        form = formats.FORMATS[key]
        name = formats.file_name(view, book, form)
        try:
            _write(out / name, form.make(view, book))
            written.append(name)
        except formats.NoBoundary as lacking:
            problems.append(str(lacking))
        except OSError:
            problems.append(
                f"「{name}」に書き込めません。開いていたら閉じてください。ディスクの空きも確かめてください。"
            )
        except Exception as broken:
            problems.append(_unforeseen(view, broken))
    return view.district_label, written, problems


def _unforeseen(view: View, broken: Exception) -> str:
    return (
        f"{view.district_label}：プログラムの中で思わぬことが起き、作れませんでした。"
        f"この行を作り手に知らせてください：{type(broken).__name__}"
    )


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it."""
    half = path.with_name(f"{path.name}.part")
    try:
        half.write_bytes(content)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
