"""What went wrong or was assumed while reading a file, said so that its owner can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from data.letters import cleaned

Severity = Literal["refuse", "warn", "info"]


@dataclass(frozen=True)
class Problem:
    """One thing to tell: where it is, what stands there, why that is a problem and what to do.

    `row` counts as the user sees it in Excel (the first line is 1). Empty parts are left out of the sentence.
    """

    severity: Severity
    file: str
    why: str
    what_to_do: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def sentence(self) -> str:
        where = [f"ファイル「{self.file}」"]
        where += [f"シート「{self.sheet}」"] if self.sheet else []
        where += [f"{self.row}行目"] if self.row is not None else []
        where += [f"列「{self.column}」"] if self.column else []
        where += [f"値「{self.value}」"] if self.value else []
        said = f"{'・'.join(where)}: {self.why}" + (f" → {self.what_to_do}" if self.what_to_do else "")
        return cleaned(said)  # a file's name may hold what moves a terminal's cursor


class Refused(Exception):
    """The files cannot be used as they are; carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.sentence() for problem in problems))
