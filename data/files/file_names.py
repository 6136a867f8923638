"""Names of files for people: several files of one import may all be called data.xlsx, and must not be mistaken for each
other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from data.files.problems import Problem, Problems, Refused


def shown_names(paths: Iterable[Path]) -> dict[Path, str]:
    """The name to show for each path: its own, with as many folders before it as tell it from the others of that
    name."""
    paths = list(dict.fromkeys(paths))
    return {
        path: _shown(path, [other for other in paths if other.name == path.name and other != path]) for path in paths
    }


def _shown(path: Path, namesakes: list[Path]) -> str:
    parts = path.parts
    for length in range(1, len(parts) + 1):
        if all(other.parts[-length:] != parts[-length:] for other in namesakes) or not namesakes:
            return "/".join(part.strip("/\\") for part in parts[-length:])
    return path.name


def renamed(problem: Problem, name: str, shown: str) -> Problem:
    """The problem under the name that is shown, where it is about the file of that name."""
    return replace(problem, file=shown) if problem.file == name != shown else problem


@contextmanager
def speaking_of(name: str, shown: str, problems: Problems) -> Iterator[None]:
    """What is noticed or refused meanwhile about the file `name` is told under the name that is shown."""
    before = len(problems)
    try:
        yield
    except Refused as refused:
        raise Refused([renamed(problem, name, shown) for problem in refused.problems]) from None
    if name != shown:
        problems[:] = [*problems[:before], *(renamed(problem, name, shown) for problem in problems[before:])]
