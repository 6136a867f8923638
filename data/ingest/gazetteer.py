"""Which area of the city a name or code in a file means: by code, then by name, then by normalised name; never by a
guess."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pandas as pd

from data.text.plain_text import normal_name
from data.vocabulary import LEVELS

KEY_CODE = re.compile(r"\d{9}|\d{11}")
_ENDING = re.compile(r"(?:小学校区|中学校区|小学校|中学校|学区|校区|地区|圏域)$")


@dataclass
class Matched:
    """Result of joining a file's areas: code by (area, within), how each was found, and what was not found (with the
    reason).

    either: names that two levels share wholly, (name, the level taken, the other).
    """

    codes: dict[tuple[str, str], str] = field(default_factory=dict)
    how: dict[str, int] = field(default_factory=lambda: {"code": 0, "name": 0, "normalised": 0})
    lost: dict[tuple[str, str], str] = field(default_factory=dict)
    either: list[tuple[str, str, str]] = field(default_factory=list)


class Gazetteer:
    """The areas of a city by code, path, name and normalised name, level by level."""

    def __init__(self, areas: pd.DataFrame, membership: pd.DataFrame, title: str = ""):
        self.title = title
        self.codes = set(areas["area_code"])
        self.level = dict(zip(areas["area_code"], areas["level"], strict=True))
        self.levels = [
            *(level for level in LEVELS if level in set(areas["level"])),
            *sorted(set(areas["level"]) - set(LEVELS)),
        ]
        self.parents = membership.groupby("area_code")["parent_code"].agg(list).to_dict() if len(membership) else {}
        self.name = dict(zip(areas["area_code"], areas["name"], strict=True))
        self.by_name = self._index(lambda name: name)
        self.by_normal = self._index(lambda name: normal_name(name, title))
        self.cities = tuple(code for code, level in self.level.items() if level == "city")
        self.names = {name for _, name in self.by_normal}

    def _index(self, key) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for code, name in self.name.items():
            found.setdefault((self.level[code], key(name)), []).append(code)
        return found

    def match(self, frame: pd.DataFrame, levels: tuple[str, ...] = ()) -> Matched:
        """Codes for the distinct areas of a frame with `area` (and `within`, `area_name`, `beside`, `area_level` where
        it has them).

        One file speaks of one level: the level that knows most of its names is asked first, the others only for the
        rest; a line of which the file says that it is of `area_level` is sought there. Of several areas of a name, it
        is the one inside all that `within` and `beside` (names joined by /) say of it, as far as the city knows those
        names.
        """
        columns = {
            name: frame[name].fillna("").astype("str") if name in frame else pd.Series("", index=frame.index)
            for name in ("area", "within", "area_name", "beside", "area_level")
        }
        asked = pd.DataFrame(columns).drop_duplicates(["area", "within"])
        order = levels or self._likeliest(asked["area"])
        result = Matched()
        for area, within, area_name, beside, level in asked.itertuples(index=False):
            code, how = self._one(area, within, area_name, beside, (level, *order) if level in order else order)
            if code:
                result.codes[area, within] = code
                result.how[how] += 1
            elif area:
                result.lost[area, within] = how
        if not levels:
            result.either = self._either(asked[asked["area_level"] == ""], order, result)
        return result

    def _likeliest(self, names: pd.Series) -> tuple[str, ...]:
        normal = [normal_name(name, self.title) for name in names]
        return tuple(sorted(self.levels, key=lambda level: -sum((level, name) in self.by_normal for name in normal)))

    def _either(self, asked: pd.DataFrame, order: tuple[str, ...], found: Matched) -> list[tuple[str, str, str]]:
        """Where every name found in the level that was asked first is a name of the next level too, nothing in the file
        says which is meant."""
        if len(order) < 2 or self.level.get(next(iter(found.codes.values()), "")) != order[0]:
            return []
        names = [
            (area, normal_name(area, self.title))
            for area, within in zip(asked["area"], asked["within"], strict=True)
            if area
            and not within
            and "/" not in area
            and area not in self.codes
            and self.level.get(found.codes.get((area, ""), "")) == order[0]
        ]
        both = all((order[1], name) in self.by_normal for _, name in names)
        return [(area, order[0], order[1]) for area, _ in names] if both else []

    def _one(
        self, area: str, within: str, area_name: str, beside: str, levels: tuple[str, ...]
    ) -> tuple[str | None, str]:
        if code := self._by_code(area):
            return code, "code"
        if KEY_CODE.fullmatch(area) and any(KEY_CODE.fullmatch(code) for code in self.codes):
            return (
                None,
                "このコードの区域がありません",
            )  # two codes of one kind differ: the name must not bring them together
        name = area_name if area_name and area.isdecimal() else area
        if name == re.sub(r"[（(][^（()）]*[)）]$", "", self.title):  # 高崎市（公表資料）
            name = self.title
        if "/" in name and not within:
            within, name = name.rsplit("/", 1)
        for index, key, how in (
            (self.by_name, name, "name"),
            (self.by_normal, normal_name(name, self.title), "normalised"),
        ):
            for level in levels:
                candidates = [
                    code for code in index.get((level, key), []) if not within or self._stands_in_all(code, within)
                ]
                if len(candidates) > 1 and beside:
                    candidates = [code for code in candidates if self._stands_in_all(code, beside)] or candidates
                if len(candidates) == 1:
                    return candidates[0], how
                if candidates:
                    return None, f"同じ名前の区域が{len(candidates)}つあり、どれか決められません"
        return None, "この名前の区域がありません"

    def _by_code(self, area: str) -> str | None:
        if area in self.codes:
            return area
        if "/" in area and (
            path := next((f"{city}/{area}" for city in self.cities if f"{city}/{area}" in self.codes), None)
        ):
            return path  # an area known by its path of names only
        # A 町 without 丁目 has 9 digits in KEY_CODE and 11 (00 at the end) in other tables.
        # Excel takes the leading zero of a code (prefectures 01 to 09) away.
        shorter = area[:9] if len(area) == 11 and area.endswith("00") else ""
        return next(
            (code for code in (shorter, f"0{area}" if len(area) in (8, 10) else "") if code in self.codes), None
        )

    def _stands_in_all(self, code: str, within: str) -> bool:
        """Whether an area lies in everything that is named. Of several names (and of one after a /,
        data.files.headed_table.told_apart) those that the city does not know say nothing: a column of the file may be
        about something else.
        """
        if "/" not in within:
            return self._stands_in(code, self._as_known(within))
        known = [name for name in map(self._as_known, within.split("/")) if normal_name(name, self.title) in self.names]
        return all(self._stands_in(code, name) for name in known)

    def _as_known(self, within: str) -> str:
        """The name itself, or, where the city does not know it, the one name that differs in its ending only (有隣 for
        有隣学区)."""
        name = normal_name(within, self.title)
        if name in self.names or not (stem := _ENDING.sub("", name)):
            return within
        alike = {known for known in self.names if _ENDING.sub("", known) == stem and known != stem} - {name}
        return alike.pop() if len(alike) == 1 else within

    def _stands_in(self, code: str, within: str, depth: int = 5) -> bool:
        wanted = normal_name(within, self.title)
        above = self.parents.get(code, [])
        if wanted in (normal_name(self.title), normal_name(self.name.get(code, ""))):
            return True
        return any(
            normal_name(self.name.get(parent, ""), self.title) == wanted
            or depth > 0
            and self._stands_in(parent, within, depth - 1)
            for parent in above
        )
