"""Which columns of a register of residents name its areas, and the areas they name."""

from __future__ import annotations

import pandas as pd

from data.files.age_bands import band_of
from data.files.cells import headings
from data.files.headed_table import named_above, told_apart
from data.files.sheet import Sheet
from data.files.table_words import ABOVE
from data.text.plain_text import plain_text

NAMES = (
    "町丁",
    "町名",
    "町目",
    "町丁字",
    "町丁名",
    "地域名",
    "地区名",
    "大字",
    "区分",
    "町・丁目",
    "町丁目",
    "町丁・字",
    "名称",
    "町",
    "行政区",
)
CODES = ("KEY_CODE", "町丁字コード", "町コード", "地域コード", "町丁コード")
PARENTS = ("区", "行政区名")
PEOPLE = ("人口総数", "総人口", "人口", "総数", "計", "合計", "人口計", "男女計", "人口(人)", "総数(人)")
HOUSEHOLDS = ("世帯数", "世帯", "世帯総数", "世帯数(世帯)")
SEX = ("性別", "男女", "男女別")


def name_columns(sheet: Sheet, index: int) -> dict[str, int]:
    """Where the area's name, code, ward, sex and the like stand; the name is the first column of words if no heading
    says so."""
    names = headings(sheet.rows[index])
    found: dict[str, int] = {}
    for key, words in (
        ("area_name", NAMES),
        ("code", CODES),
        ("ward", PARENTS),
        ("sex", SEX),
        ("people", PEOPLE),
        ("households", HOUSEHOLDS),
        ("male", ("男", "男性", "男(人)")),
        ("female", ("女", "女性", "女(人)")),
    ):
        place = next((names.index(word) for word in words if word in names), None)
        if place is not None and place not in found.values():
            found[key] = place
    if "area_name" not in found:
        first_band = next(place for place, name in enumerate(names) if band_of(name))
        sample = sheet.rows[index + 1 : index + 21]
        of_words = [
            place
            for place in range(first_band)
            if place not in found.values()
            and sum(not _is_number(row[place]) for row in sample if place < len(row)) > len(sample) / 2
        ]
        found["area_name"] = of_words[0] if of_words else 0
    return found


def with_area(frame: pd.DataFrame) -> pd.DataFrame:
    """With `area`: the code where there is one, else the name, with the ward before it where a name stands in two
    wards."""
    if "ward" in frame:
        frame["ward"] = frame["ward"].replace("", pd.NA).ffill().fillna("")
    frame["beside"] = _beside(frame)
    if "code" in frame and (frame["code"] != "").any():
        return frame.assign(area=frame["code"])
    keys = [key for key in ("area_name", "sex") if key in frame]
    if "ward" in frame and frame.duplicated(keys).any():
        frame = frame.assign(area=frame["ward"] + "/" + frame["area_name"])
    else:
        frame = frame.assign(area=frame["area_name"])
    # Two of one name even so: another column tells them apart (two 材木町 of one ward in two 学区).
    above = told_apart(frame["area"], pd.Series("", index=frame.index), frame["beside"])
    return frame.assign(
        area=[
            f"{within.strip('/')}/{name}" if within else area
            for within, name, area in zip(above, frame["area_name"], frame["area"], strict=True)
        ]
    )


def _beside(frame: pd.DataFrame) -> pd.Series:
    """What the ward and columns of no other use (学区, 地区 ...) name above each line's area, joined by /."""
    return named_above(
        frame,
        [
            name
            for name in frame.columns
            if name == "ward"
            or band_of(name) is None
            and not frame[name].map(_is_number).all()
            and ABOVE.search(plain_text(name))
        ],
    )


def _is_number(cell: str) -> bool:
    return plain_text(cell).replace(",", "").replace(".", "").replace("-", "").isdecimal() or not cell
