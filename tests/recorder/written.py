"""A record on disk: text files of headed sections without what changes from run to run; and two of them compared.

OUT/<city>/<part>/<file>.txt holds sections (`## key`) of lines. A line too long to be read stands in OUT/long/ under
the hash of its text, and the section names it: the same map of many pages is kept once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path

LONG = 1500  # letters of a line that can still be read
HEAD = "## "
KEPT_APART = re.compile(r"→ ([0-9a-f]{24}) \(\d+\)$")
LINES_SHOWN, SECTIONS_SHOWN = 3, 60
# What no two runs have in common: ids that a library draws, revisions, where the program keeps its own lines.
_MASKS = (
    (re.compile(r"\b\d{8}T\d{6}-[0-9a-f]{8}\b"), "<revision>"),
    (re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"), "<id>"),
    (re.compile(r"\b0x[0-9a-f]{6,}\b"), "<address>"),
    (re.compile(r"（\w+\.py \d+行目）"), "（<line>）"),
)


class Record:
    """Writes one record into an empty folder.

    `places`: folders that are elsewhere in each run, by the name they are written under.
    """

    def __init__(self, out: Path, places: dict[str, Path]) -> None:
        self.out = out
        self._places = [
            (spelt, f"<{name}>")
            for name, path in places.items()
            for spelt in {str(path), str(path.resolve()), path.as_posix()}
        ]
        self._places.sort(key=lambda place: -len(place[0]))
        self._days = [words for day in (date.today() - timedelta(days=1), date.today()) for words in _spelt(day)]
        (out / "long").mkdir(parents=True)

    def section(self, city: str, part: str, file: str, key: str, text: str, mask: bool = True) -> None:
        """Add a section to a file of the record."""
        path = self.out / city / part / f"{file}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [self.short(line, mask) for line in text.splitlines()]
        with path.open("a", encoding="utf-8", newline="\n") as file_:
            file_.write("\n".join([HEAD + key, *lines, ""]))

    def short(self, line: str, mask: bool = True) -> str:
        """The line masked, and named by its hash where it is too long."""
        line = self.masked(line) if mask else line
        return line if len(line) <= LONG else self.apart(line)

    def apart(self, text: str) -> str:
        """A long text kept once beside the sections; the line that names it."""
        text = re.sub(r"([}\]],|>(?=<)|\\n)", r"\1\n", self.masked(text))  # broken into lines where a reader would
        name = hashlib.sha256(text.encode()).hexdigest()[:24]
        path = self.out / "long" / f"{name}.txt"
        if not path.exists():
            path.write_text(text, encoding="utf-8", newline="\n")
        return f"→ {name} ({len(text)})"

    def masked(self, text: str) -> str:
        """A text without what changes from run to run."""
        for spelt, name in self._places:
            text = text.replace(spelt, name)
        for pattern, name in _MASKS:
            text = pattern.sub(name, text)
        for words in self._days:  # after revisions, which begin with the day
            text = text.replace(words, "<today>")
        return text


def _spelt(day: date) -> list[str]:
    """A day as the program may write it."""
    era = f"令和{day.year - 2018}年{day.month}月{day.day}日"
    return [day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", era]


def only_in_one(first: Path, second: Path) -> list[str]:
    """The parts of cities (`sample/pages`) that were recorded in one of two records only."""
    left, right = ({folder.relative_to(root).as_posix() for folder in _parts(root)} for root in (first, second))
    return sorted(left ^ right)


def _parts(root: Path) -> list[Path]:
    return [folder for folder in root.glob("*/*") if folder.is_dir()]


def differences(first: Path, second: Path) -> Iterator[str]:
    """What differs in the parts that two records share: one paragraph a section, with the first differing lines."""
    alone = only_in_one(first, second)
    names = {
        path.relative_to(root).as_posix()
        for root in (first, second)
        for folder in _parts(root)
        if folder.relative_to(root).as_posix() not in alone
        for path in folder.glob("*.txt")
    }
    for name in sorted(names):
        left, right = _sections(first / name), _sections(second / name)
        for key in dict.fromkeys([*left, *right]):
            if (ours := left.get(key)) != (theirs := right.get(key)):
                yield f"{name.removesuffix('.txt')} · {key}\n" + _first_lines(ours, theirs, first, second)


def _sections(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else ():
        if line.startswith(HEAD):
            key, number = line.removeprefix(HEAD), 2
            while key in found:
                key, number = f"{line.removeprefix(HEAD)} ({number})", number + 1
            lines = found[key] = []
        else:
            lines.append(line)
    return found


def _first_lines(ours: list[str] | None, theirs: list[str] | None, first: Path, second: Path) -> str:
    if ours is None or theirs is None:
        return f"  only in {second if ours is None else first}"
    wrong = [
        (number, a, b) for number, (a, b) in enumerate(zip_longest(ours, theirs, fillvalue="(no line)"), 1) if a != b
    ]
    shown = [f"  line {number}:\n{_two(a, b, first, second)}" for number, a, b in wrong[:LINES_SHOWN]]
    return "\n".join(shown + ([f"  and {len(wrong) - LINES_SHOWN} more lines"] if len(wrong) > LINES_SHOWN else []))


def _two(a: str, b: str, first: Path, second: Path) -> str:
    """Two lines under each other, cut to where they part; what is kept apart is looked up."""
    left, right = KEPT_APART.search(a), KEPT_APART.search(b)
    if left and right:
        one, other = (_apart(root, found[1]) for root, found in ((first, left), (second, right)))
        part = next((place for place, pair in enumerate(zip_longest(one, other)) if pair[0] != pair[1]), 0)
        a, b = (
            f"{line[: match.start()]}→ {part + 1}: {text[part] if part < len(text) else '(no line)'}"
            for line, match, text in ((a, left, one), (b, right, other))
        )
    start = max(0, next((place for place, pair in enumerate(zip_longest(a, b)) if pair[0] != pair[1]), 0) - 80)
    cut = "…" if start else ""
    return f"    - {cut}{a[start : start + 240]}\n    + {cut}{b[start : start + 240]}"


def _apart(root: Path, name: str) -> list[str]:
    path = root / "long" / f"{name}.txt"
    return path.read_text(encoding="utf-8").split("\n") if path.exists() else []
