"""Which area of the city a name or code in a file means: by code, then by name, then by normalised name; never by a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pandas as pd

from analysis.vocabulary import LEVELS
from data.names import normal_name

KEY_CODE = re.compile(r"\d{9}|\d{11}")


@dataclass
class Matched:
    """Result of joining a file's areas: code by (area, within), how each was found, and what was not found (with the reason)."""

    codes: dict[tuple[str, str], str] = field(default_factory=dict)
    how: dict[str, int] = field(default_factory=lambda: {"code": 0, "name": 0, "normalised": 0})
    lost: dict[tuple[str, str], str] = field(default_factory=dict)


class Gazetteer:
    """The areas of a city by code, path, name and normalised name, level by level."""

    def __init__(self, areas: pd.DataFrame, membership: pd.DataFrame, title: str = ""):
        self.title = title
        self.codes = set(areas["area_code"])
        self.level = dict(zip(areas["area_code"], areas["level"], strict=True))
        self.levels = [*(level for level in LEVELS if level in set(areas["level"])), *sorted(set(areas["level"]) - set(LEVELS))]
        self.parents = membership.groupby("area_code")["parent_code"].agg(list).to_dict() if len(membership) else {}
        self.name = dict(zip(areas["area_code"], areas["name"], strict=True))
        self.by_name = self._index(lambda name: name)
        self.by_normal = self._index(lambda name: normal_name(name, title))

    def _index(self, key) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for code, name in self.name.items():
            found.setdefault((self.level[code], key(name)), []).append(code)
        return found

    def match(self, frame: pd.DataFrame, levels: tuple[str, ...] = ()) -> Matched:
        """Codes for the distinct areas of a frame with `area` (and `within`, `area_name` where it has them).

        One file speaks of one level: the level that knows most of its names is asked first, the others only for the rest.
        """
        columns = [
            frame[name].fillna("").astype("str") if name in frame else pd.Series("", index=frame.index) for name in ("area", "within", "area_name")
        ]
        asked = pd.DataFrame({"area": columns[0], "within": columns[1], "area_name": columns[2]}).drop_duplicates(["area", "within"])
        order = levels or self._likeliest(asked["area"])
        result = Matched()
        for area, within, area_name in asked.itertuples(index=False):
            code, how = self._one(area, within, area_name, order)
            if code:
                result.codes[area, within] = code
                result.how[how] += 1
            elif area:
                result.lost[area, within] = how
        return result

    def _likeliest(self, names: pd.Series) -> tuple[str, ...]:
        normal = [normal_name(name, self.title) for name in names]
        return tuple(sorted(self.levels, key=lambda level: -sum((level, name) in self.by_normal for name in normal)))

    def _one(self, area: str, within: str, area_name: str, levels: tuple[str, ...]) -> tuple[str | None, str]:
        if code := self._by_code(area):
            return code, "code"
        if KEY_CODE.fullmatch(area) and any(KEY_CODE.fullmatch(code) for code in self.codes):
            return None, "このコードの区域がありません"  # two codes of one kind differ: the name must not bring them together
        name = area_name if area_name and area.isdecimal() else area
        if name == re.sub(r"[（(][^（()）]*[)）]$", "", self.title):  # 高崎市（公表資料）
            name = self.title
        if "/" in name and not within:
            within, name = name.rsplit("/", 1)
        for index, key, how in ((self.by_name, name, "name"), (self.by_normal, normal_name(name, self.title), "normalised")):
            for level in levels:
                candidates = [code for code in index.get((level, key), []) if not within or self._stands_in(code, within)]
                if len(candidates) == 1:
                    return candidates[0], how
                if candidates:
                    return None, f"同じ名前の区域が{len(candidates)}つあり、どれか決められません"
        return None, "この名前の区域がありません"

    def _by_code(self, area: str) -> str | None:
        if area in self.codes:
            return area
        # A 町 without 丁目 has 9 digits in KEY_CODE and 11 (00 at the end) in other tables.
        # Excel takes the leading zero of a code (prefectures 01 to 09) away.
        shorter = area[:9] if len(area) == 11 and area.endswith("00") else ""
        return next((code for code in (shorter, f"0{area}" if len(area) in (8, 10) else "") if code in self.codes), None)

    def _stands_in(self, code: str, within: str, depth: int = 5) -> bool:
        wanted = normal_name(within, self.title)
        above = self.parents.get(code, [])
        if wanted in (normal_name(self.title), normal_name(self.name.get(code, ""))):
            return True
        return any(
            normal_name(self.name.get(parent, ""), self.title) == wanted or depth > 0 and self._stands_in(parent, within, depth - 1)
            for parent in above
        )
