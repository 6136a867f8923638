"""What went wrong or was assumed while reading a file, said so that its owner can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, NoReturn

from data.text.contacts import hide
from data.text.letters import cleaned

Severity = Literal["refuse", "warn", "info"]

# problems of one file and one severity: nobody reads more, and a million of them fill the memory of an office PC
MOST_SAID = 200
LONGEST_VALUE = 100  # letters of a cell that are repeated


@dataclass(frozen=True)
class Problem:
    """One thing to tell: where it is, what stands there, why that is a problem and what to do.

    `row` counts as the user sees it in Excel (the first line is 1). Empty parts are left out of the sentence. A long
    value is shortened.
    """

    severity: Severity
    file: str
    why: str
    what_to_do: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.value, str) and len(self.value) > LONGEST_VALUE:
            object.__setattr__(self, "value", self.value[: LONGEST_VALUE - 1] + "…")

    def sentence(self) -> str:
        where = [f"ファイル「{self.file}」"]
        where += [f"シート「{self.sheet}」"] if self.sheet else []
        where += [f"{self.row}行目"] if self.row is not None else []
        where += [f"列「{self.column}」"] if self.column else []
        where += [f"値「{self.value}」"] if self.value else []
        said = f"{'・'.join(where)}: {self.why}" + (f" → {self.what_to_do}" if self.what_to_do else "")
        return cleaned(said)  # a file's name may hold what moves a terminal's cursor


@dataclass(frozen=True)
class Rest(Problem):
    """The last problem of a file that has too many: how many more there are. Made by Problems alone."""

    count: int = 1


def _rest(severity: Severity, file: str, count: int) -> Rest:
    what_to_do = "上に示したところを直してから、もう一度確かめてください。" if severity == "refuse" else ""
    return Rest(
        severity, file, f"ほか{count:,}件あります（はじめの{MOST_SAID:,}件だけを示しました）。", what_to_do, count=count
    )


class Problems(list[Problem]):
    """Problems in the order they were found; of each file and severity the first 200, and then one Rest that counts the
    others.

    Refusals never give way to warnings: each severity has its own 200.
    """

    def __init__(self, found: Iterable[Problem] = ()):
        super().__init__()
        self._said: dict[tuple[str, str], int] = {}
        self._rests: dict[tuple[str, str], int] = {}  # where in the list the Rest of a file and severity stands
        self.extend(found)

    def append(self, problem: Problem) -> None:
        key = (problem.file, problem.severity)
        if not isinstance(problem, Rest) and self._said.get(key, 0) < MOST_SAID:
            self._said[key] = self._said.get(key, 0) + 1
            super().append(problem)
            return
        more = problem.count if isinstance(problem, Rest) else 1
        place = self._rests.setdefault(key, len(self))
        if place == len(self):
            super().append(_rest(problem.severity, problem.file, more))
        else:
            super().__setitem__(place, _rest(problem.severity, problem.file, number_of([self[place]]) + more))

    def extend(self, found: Iterable[Problem]) -> None:
        for problem in found:
            self.append(problem)

    def __iadd__(self, found: Iterable[Problem]) -> Problems:  # type: ignore[override,misc]  # of a list, only problems
        self.extend(found)
        return self

    def __setitem__(self, place, found) -> None:
        """Only the whole can be set anew (`problems[:] = ...`), because the others are counted."""
        if place != slice(None):
            raise TypeError("Problems are appended, or set anew as a whole")
        kept = list(found)
        self.clear()
        self._said.clear()
        self._rests.clear()
        self.extend(kept)


def sentences(problems: Iterable[Problem]) -> list[str]:
    """Every problem in words; what several in a row ask for alike is said once, under the last of them."""
    said: list[str] = []
    for what_to_do, alike in groupby(problems, lambda problem: problem.what_to_do):
        group = list(alike)
        if len(group) == 1 or not what_to_do:
            said += [problem.sentence() for problem in group]
        else:
            said += [replace(problem, what_to_do="").sentence() for problem in group]
            said[-1] += f"\n    → {len(group)}件とも: {cleaned(what_to_do)}"
    return said


def number_of(problems: Iterable[Problem]) -> int:
    """How many problems there are, with those that are only counted."""
    return sum(problem.count if isinstance(problem, Rest) else 1 for problem in problems)


class Refused(Exception):
    """The files cannot be used as they are; carries every problem found, not only the first (of each file the first
    200, the others counted).
    """

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(Problems(problems))
        super().__init__("\n".join(problem.sentence() for problem in self.problems))


def refuse(file: str, why: str, what_to_do: str = "", **where) -> NoReturn:
    """Raise Refused with one problem."""
    raise Refused([Problem("refuse", file, why, what_to_do, **where)])


def contacts_hidden(problem: Problem) -> Problem:
    """A problem without the contacts of the cells that it quotes: a report is shown, printed and mailed."""
    return replace(problem, value=hide(problem.value), why=hide(problem.why))
