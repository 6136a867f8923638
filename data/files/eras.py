"""The eras of Japan, in which offices write years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Era:
    name: str
    letter: str
    first: date
    last: date | None

    @property
    def before(self) -> int:
        """The western year before its first."""
        return self.first.year - 1


ERAS = (
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 30)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), None),
)
ERA_CALLED = {name: era for era in ERAS for name in (era.name, era.letter, era.name[0])}


def era_year(year: int) -> str:
    """「令和10年」 for 2028: by the era in force at the end of the year."""
    return year_in_words(next(era for era in reversed(ERAS) if era.first.year <= year), year)


def year_in_words(era: Era, year: int) -> str:
    """「令和元年」: a year of the west in this era."""
    return f"{era.name}{'元' if year - era.before == 1 else year - era.before}年"
