"""Resources as calculations see them: active ones, where they stand, which areas they serve."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.counts.loaded_city import LoadedCity
from analysis.lists.resources import may_publish
from analysis.methods.amounts import Amounts
from data.store.schema import STORED_CRS
from data.text import private_homes
from data.vocabulary import KINDS, PARTS_OF_DAY, TOLD, UNKNOWN, WEEKDAYS

if TYPE_CHECKING:
    from analysis.counts.area_counts import AreaCounts
    from analysis.counts.sharing_rules import SharingRules

# How often a place has to be there to count, times a month: MHLW's survey for 通いの場, ours for vans (weekly).
LEAST_OFTEN = {"salon": 1.0, "ibasho": 1.0, "exercise": 1.0, "mobile_sales": 4.0}
_WHOLLY = 1 - 1e-9
_NOON = "12:00"


def of_kinds(
    counts: AreaCounts, kind: str, when: str | None = None, often: float | None = None
) -> tuple[pd.DataFrame, str]:
    """Active resources of the kinds joined by "+", and what has to be said of them; ValueError for an unknown kind.

    when, often: only those open at that time of the week (analysis.methods.amounts.Choice), so many times a month. A place
    whose day, time or number of times is not known is then left out and said; without `often` each kind has its own
    rule (LEAST_OFTEN), and it is counted and said.
    """
    kinds = _kinds(kind)

    def make():
        rows = counts.city.table("resources").reset_index(drop=True)
        rows = rows[rows["kind"].isin(kinds) & _running(counts, rows)]
        rows, notes = _often_enough(rows, often)
        if when:
            opened = open_at(rows, when)
            notes.append(f"曜日・時間の分からない{int(opened.isna().sum())}か所を除く" if opened.isna().any() else "")
            rows = rows[opened.fillna(False).astype(bool)]
        return rows, "、".join(filter(None, notes))

    return counts.city.keep(("sites", kind, when, often, counts.as_of if counts.asked else ""), make)


def _often_enough(rows: pd.DataFrame, often: float | None) -> tuple[pd.DataFrame, list[str]]:
    times, ruled = (
        rows["times_per_month"].astype(float),
        rows["kind"].isin(LEAST_OFTEN),
    )  # a shop or a clinic is simply there
    unsaid = int((times.isna() & ruled).sum())
    least = rows["kind"].map(LEAST_OFTEN).astype(float).fillna(0.0) if often is None else often
    rows = rows[(times >= least) | (times.isna() & ~(ruled & (often is not None)))]
    return rows, [f"回数の資料がない{unsaid}か所を{'含む' if often is None else '除く'}" if unsaid else ""]


def open_at(rows: pd.DataFrame, when: str) -> pd.Series:
    """Whether each place is open then: on the weekday and in the part of the day of 「月-午前」, 「月」 or 「午前」
    (Choice.when); missing where not known."""
    day = next((word for word in WEEKDAYS if when.split("-")[0] == word), None)
    part = next((word for word in PARTS_OF_DAY if when.endswith(word)), None)
    answer = pd.Series(True, index=rows.index, dtype="boolean")
    if day:
        days = rows["weekdays"].astype(object).where(rows["weekdays"].notna() & (rows["weekdays"] != ""))
        answer &= pd.Series([pd.NA if pd.isna(one) else day in one for one in days], index=rows.index, dtype="boolean")
    if part:
        begins, ends = rows["time_from"].astype("string"), rows["time_to"].astype("string")  # ISO times sort as text
        before = (begins < _NOON).astype("boolean")
        after = (begins >= _NOON).astype("boolean") | (ends > _NOON).astype("boolean")
        answer &= before if part == PARTS_OF_DAY[0] else after
    return answer


def without_list(loaded: LoadedCity, kind: str) -> str:
    """Words for those of several kinds of which the city lists nothing: what is counted then is without them, which is
    no 0 of theirs."""
    listed, kinds = set(loaded.table("resources")["kind"].dropna()), _kinds(kind)
    lacking = [KINDS[kind].label for kind in dict.fromkeys(kinds) if kind not in listed]
    return (
        f"{'・'.join(lacking)}は一覧に登録がないため入っていない" if lacking and len(lacking) < len(set(kinds)) else ""
    )


def known(counts: AreaCounts, kind: str) -> bool:
    """Whether the city lists any resource of these kinds; where it lists none, their number is not known to be 0."""
    return bool(counts.city.table("resources")["kind"].isin(_kinds(kind)).any())


def _kinds(kind: str) -> list[str]:
    kinds = kind.split("+")
    if UNKNOWN in kinds:
        raise ValueError(
            f"「{KINDS[UNKNOWN].label}」の場所は、何をする所か分からないため数えません。数えられる種類:"
            f" {'、'.join(TOLD)}"
        )
    if unknown := [one for one in kinds if one not in TOLD]:
        raise ValueError(f"「{'、'.join(unknown)}」という種類はありません。あるもの: {'、'.join(TOLD)}")
    return kinds


def _running(counts: AreaCounts, rows: pd.DataFrame) -> pd.Series:
    """Not ended, and at a date that was asked for already begun."""
    ended = rows["ended"].fillna("")
    if not counts.asked:  # an end later than everything the city knows is still to come
        listed = counts.city.table("sources")["as_of"].dropna().str.rsplit("/", n=1).str[-1]
        return (ended == "") | (ended > max([*listed, *(counts.population or ())[:1]], default="9999"))
    return ((ended == "") | (ended > counts.as_of)) & (rows["started"].fillna("") <= counts.as_of)


# Where they stand.


def positions(loaded: LoadedCity, rules: SharingRules) -> np.ndarray:
    """Metres in the city's zone of every row of `resources` (n x 2), NaN without coordinates.

    A place that may not be shown there (`hidden`) stands inside its area where anything else would as well, NaN where
    its area is not known: distances from the true point, asked for often enough, would lead to the door.
    """

    def make():
        xy, away = _surveyed(loaded).copy(), hidden(loaded, rules)
        area = standing_in(loaded, loaded.points_level, rules)
        inner = shapely.point_on_surface(loaded.shapes.reindex(loaded.codes(loaded.points_level)).to_numpy())
        middle = np.column_stack([shapely.get_x(inner), shapely.get_y(inner)])
        xy[away & (area < 0)] = np.nan
        known = away & ~np.isnan(xy).any(axis=1)
        xy[known] = middle[area[known]]
        return xy

    return _surveyed(loaded) if rules.exact_homes else loaded.keep(("positions", rules.consent), make)


def hidden(loaded: LoadedCity, rules: SharingRules) -> np.ndarray:
    """Which rows of `resources` nobody may be led to: private homes outside 庁内用, in 公開用 also what its people did
    not agree to list.

    They exist and are counted, only not from where they stand.
    """
    rows = loaded.table("resources")
    if rules.exact_homes:
        return np.zeros(len(rows), bool)
    return _homes(loaded) | (~may_publish(rows) if rules.consent else False)


def located(counts: AreaCounts, rows: pd.DataFrame) -> np.ndarray:
    """Whether each of these resources has a position to measure from."""
    return _known(positions(counts.city, counts.rules), rows)


def _known(xy: np.ndarray, rows: pd.DataFrame) -> np.ndarray:
    return ~np.isnan(xy[rows.index]).any(axis=1)


def place_notes(counts: AreaCounts, rows: pd.DataFrame) -> list[str]:
    """What has to be said of where these resources stand: those without a position, and those that are not measured
    from their door."""
    listed, placed = _known(_surveyed(counts.city), rows), located(counts, rows)
    home, away = _homes(counts.city)[rows.index], hidden(counts.city, counts.rules)[rows.index]
    counted = (
        ((~listed).sum(), "緯度・経度の分からない{}か所を除く"),
        ((listed & ~placed & home).sum(), "区域の分からない個人宅{}か所を除く"),
        ((listed & ~placed & ~home).sum(), "掲載の同意がなく区域の分からない{}か所を除く"),
        ((home & away & placed).sum(), "個人宅の{}か所は区域の中ほどから測る"),
        ((away & ~home & placed).sum(), "掲載の同意がない{}か所は区域の中ほどから測る"),
    )
    return [words.format(number) for number, words in counted if number]


def _homes(loaded: LoadedCity) -> np.ndarray:
    return loaded.keep("homes", lambda: private_homes.homes(loaded.table("resources")))


def _surveyed(loaded: LoadedCity) -> np.ndarray:
    """Positions as they are listed."""

    def make():
        rows = loaded.table("resources")
        degrees = gpd.GeoSeries.from_xy(rows["lon"].astype(float), rows["lat"].astype(float), crs=STORED_CRS)
        return shapely.get_coordinates(degrees.to_crs(loaded.city.zone).to_numpy()) if len(rows) else np.empty((0, 2))

    return loaded.keep("surveyed", make)


def standing_in(loaded: LoadedCity, level: str, rules: SharingRules) -> np.ndarray:
    """For every row of `resources` the number of its area in codes(level), -1 where not known.

    By area code; else by position in the level's polygons; else above the small area that the position lies in. What is
    `hidden` has at the levels beside that of the points no position but the middle of its area: levels that overlap
    would narrow it down together.
    """
    return loaded.keep(
        ("standing", level, rules.exact_homes, rules.consent), lambda: _standing_in(loaded, level, rules)
    )


def _standing_in(loaded: LoadedCity, level: str, rules: SharingRules) -> np.ndarray:
    codes, rows = loaded.codes(level), loaded.table("resources")
    if level == "city" and len(codes) == 1:
        return np.zeros(len(rows), int)
    named = rows["area_code"].astype(object).where(rows["area_code"].notna(), "").to_numpy()
    wholly = loaded.above[(loaded.above["weight"] >= _WHOLLY) & loaded.above["parent_code"].isin(codes)]
    up = dict(zip(wholly["area_code"], wholly["parent_code"], strict=True)) | {code: code for code in codes}
    found = codes.get_indexer(pd.Index([up.get(code, "") for code in named], dtype=object))
    shapes = loaded.shapes.reindex(codes).to_numpy()
    points = _surveyed(loaded) if level == loaded.points_level else positions(loaded, rules)
    missing = np.flatnonzero((found < 0) & ~np.isnan(points).any(axis=1))
    tree = shapely.STRtree([shape if shape is not None else shapely.Polygon() for shape in shapes])
    inside, area = tree.query(shapely.points(points[missing]), predicate="intersects")
    found[missing[inside[::-1]]] = area[::-1]  # on a shared border the first area in order
    if level != loaded.points_level:
        small = standing_in(loaded, loaded.points_level, rules)
        lost = (found < 0) & (small >= 0)
        found[lost] = codes.get_indexer(
            pd.Index([up.get(loaded.codes(loaded.points_level)[one], "") for one in small[lost]], dtype=object)
        )
    return found


def _per_area(counts: AreaCounts, rows: pd.DataFrame, value: np.ndarray, note: str) -> Amounts:
    """Sum of `value` over the rows standing in each area; unknown where one of them is unknown."""
    area = standing_in(counts.city, counts.level, counts.rules)[rows.index]
    placed, number = area >= 0, len(counts.city.codes(counts.level))
    lost = int((~placed).sum())
    count = np.bincount(area[placed], value[placed], number)  # a sum over an unknown value is unknown
    note = "、".join(filter(None, [note, f"場所が分からない{lost}か所を除く" if lost else ""]))
    return amounts_of(counts, rows, count, note)


def amounts_of(counts: AreaCounts, rows: pd.DataFrame, count: np.ndarray, note: str = "") -> Amounts:
    """Counts by area with the sources of the resources and their latest date; an unknown count is not_in_source."""
    source_ids = tuple(dict.fromkeys(rows["source_id"].dropna().astype(str)))
    dated = counts.city.table("sources").set_index("source_id")["as_of"].reindex(list(source_ids)).dropna()
    state = np.where(np.isnan(count), "not_in_source", "ok").astype(object)
    return Amounts(count, state, np.full(len(count), "counted", object), max(dated, default=""), source_ids, note=note)


def counted(counts: AreaCounts, kind: str) -> Amounts:
    """Number of active resources by area; not_in_source where the city lists none of the kind, and where a document
    that gives examples names none."""
    if not known(counts, kind):
        return counts.none()
    rows, note = of_kinds(counts, kind)
    found = _per_area(
        counts, rows, np.ones(len(rows)), "、".join(filter(None, [note, without_list(counts.city, kind)]))
    )
    unnamed = (found.count == 0) & only_examples(counts.city, kind)
    return replace(
        found, count=np.where(unnamed, np.nan, found.count), state=np.where(unnamed, "not_in_source", found.state)
    )


def only_examples(loaded: LoadedCity, kind: str) -> bool:
    """Whether all that is known of these kinds comes out of public documents, which tell of some places and list not
    all of them."""
    rows, sources = loaded.table("resources"), loaded.table("sources")
    printed = sources.loc[sources["published"].fillna(False).astype(bool), "source_id"]
    return bool(rows.loc[rows["kind"].isin(_kinds(kind)), "source_id"].isin(printed).all())


def participants(counts: AreaCounts, kind: str) -> Amounts:
    """Persons taking part in active resources by area, protected; not_in_source where one of the area's places does not
    say.

    Kinds together are shown only where each of them is: the sum less one kind would give back the other.
    """
    if not known(counts, kind):
        return counts.none()
    parts = [
        counts.protected(f"participants {one}", {f"participants {one}": partial(_taking_part, kind=one)})
        for one in dict.fromkeys(_kinds(kind))
        if known(counts, one)
    ]
    return replace(_taking_part(counts, kind), hidden=np.any([part.masked() for part in parts], axis=0))


def _taking_part(counts: AreaCounts, kind: str) -> Amounts:
    rows, note = of_kinds(as_listed(counts), kind)
    return _per_area(counts, rows, rows["participants"].to_numpy(float, na_value=np.nan), note)


def as_listed(counts: AreaCounts) -> AreaCounts:
    """Whatever date is asked for, the places of the list itself: it counts people once, and two dates would give back
    what began between."""
    return replace(counts, asked=False)
