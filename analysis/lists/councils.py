"""Councils (協議体) as a level of sharing may see them: when they were set up, what they did, who helps, what began
since.

What a table does not say stays missing; nothing is filled in or added up here except councils counted from their own
dates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from data.store import access, citations
from data.store.city import City
from data.store.schema import TABLES
from data.text.contacts import without_contacts

APRIL = 4  # a fiscal year begins here
COUNTED = "設立日から数えた数"
BEFORE, SINCE, UNCLEAR, UNKNOWN = "before", "since", "unclear", "unknown"
TRAINING = "養成"
_WRITTEN = ["title", "kind", "date_words", "audience", "homework", "outcome", "remark"]
_WHEN_SUMMER = (
    "夏",
    "秋",
)  # the seasons that lie within one fiscal year of the same number; 春 and 冬 may lie in either


@dataclass(frozen=True)
class Record:
    """What is known of a city's councils. Everywhere: area_code, area_name, level, source (the document as it is
    cited).

    councils: one row a district in the city's own order: name, set_up, stage, vision, and of its activities and
    supporters the latest: latest_when, latest_title, meetings (in fiscal year `year`, missing where none is recorded),
    registered, registered_when, registered_note. years: place, fiscal_year, started, cumulative, districts, note, own
    (this city's). undated: councils whose fiscal year is not known, where `years` was counted from dates. activities:
    newest first, those without a date last; when (words), fiscal_year, share, and the columns of data.store.schema;
    never the rows of former towns. by_town: the rows of former towns. supporters: also when. homework: the last
    activity of each area that has 宿題.
    """

    councils: pd.DataFrame
    years: pd.DataFrame
    undated: int
    year: int | None
    activities: pd.DataFrame
    by_town: pd.DataFrame
    supporters: pd.DataFrame
    homework: pd.DataFrame

    @property
    def empty(self) -> bool:
        """Whether nothing at all is known."""
        return (
            self.years.empty
            and self.activities.empty
            and self.supporters.empty
            and self.councils["source"].isna().all()
        )

    @property
    def trainings(self) -> pd.DataFrame:
        """The activities that train supporters (養成研修)."""
        named = self.activities["kind"].fillna("") + self.activities["title"].fillna("")
        return self.activities[named.str.contains(TRAINING).astype(bool)]

    def of(self, area_code: str) -> Record:
        """What is known of one district; the years, which are the city's, stay."""
        own = {
            name: frame[(frame["area_code"] == area_code).fillna(False).astype(bool)].reset_index(drop=True)
            for name in ("councils", "activities", "by_town", "supporters", "homework")
            for frame in [getattr(self, name)]
        }
        return replace(self, **own)


def record(city: City, sharing: str) -> Record:
    """What may be shown of the city's councils at a level of sharing.

    Telephone numbers leave 庁内用 nowhere; remarks leave it only where a public document printed them.
    Raises PermissionError for 庁内用 without the setting (data.store.access).
    """
    access.require(sharing)
    activities, supporters = _activities(city, sharing), _supporters(city, sharing)
    by_town = activities["level"] == "former_town"
    meetings, year = activities[~by_town].reset_index(drop=True), activities["fiscal_year"].dropna().max()
    year = None if pd.isna(year) else int(year)
    councils = _councils(city, sharing, meetings, supporters, year)
    years, undated = _years(city, councils)
    return Record(
        councils,
        years,
        undated,
        year,
        meetings,
        activities[by_town].sort_values("order", kind="stable").reset_index(drop=True),
        supporters,
        _homework(meetings),
    )


def fiscal_year(date: str | None, words: str | None = None) -> int | None:
    """The fiscal year (from April) a date or a period begins in; None where the date does not tell: a year without a
    month or a season."""
    if not isinstance(date, str) or not date:
        return None
    year, _, month = date.split("/")[0].partition("-")
    if not month:
        return int(year) if isinstance(words, str) and any(season in words for season in _WHEN_SUMMER) else None
    return int(year) - (int(month[:2]) < APRIL)


def began(started: str | None, set_up: str | None) -> str:
    """Whether something began BEFORE the council or SINCE (from its first day or month on).

    UNKNOWN where it is not said when it began; UNCLEAR where it is, but the council's date is missing or the two cannot
    be told apart.
    """
    if not isinstance(started, str) or not started:
        return UNKNOWN
    if not isinstance(set_up, str) or not set_up:
        return UNCLEAR
    shared = min(len(started), len(set_up))
    if started[:shared] != set_up[:shared]:
        return BEFORE if started < set_up else SINCE
    return SINCE if len(started) == len(set_up) else UNCLEAR


def begun(resources: pd.DataFrame, councils: pd.DataFrame) -> pd.DataFrame:
    """Resources (as analysis.lists.resources shows them, with `district`: a district's name) with `set_up` of its
    council and `began`."""
    set_up = councils.set_index("area_name")["set_up"]
    dated = resources.assign(set_up=resources["district"].map(set_up))
    return dated.assign(
        began=[began(started, start) for started, start in zip(dated["started"], dated["set_up"], strict=True)]
    )


def _named(city: City, rows: pd.DataFrame) -> pd.DataFrame:
    areas, sources = city.table("areas").drop_duplicates("area_code").set_index("area_code"), city.table("sources")
    cited = {source_id: citations.dated(sources, source_id) for source_id in rows["source_id"].dropna().unique()}
    names = areas["name"].mask(areas["level"] == "city", "市全体")
    return rows.assign(
        area_name=rows["area_code"].map(names),
        level=rows["area_code"].map(areas["level"]),
        order=rows["area_code"].map(areas["order"]),
        source=rows["source_id"].map(cited).astype("string"),
    )


def _words(dates: pd.Series, words: pd.Series | None = None) -> pd.Series:
    found = dates.map(citations.date_words, na_action="ignore").astype("string")
    return found if words is None else words.fillna(found)


def _activities(city: City, sharing: str) -> pd.DataFrame:
    rows = _named(city, city.table("activities"))
    if sharing != "internal":
        printed = citations.published(city.table("sources"))
        rows = rows.assign(remark=rows["remark"].where(rows["source_id"].isin(printed)))
        rows = rows.assign(**{column: without_contacts(rows[column]) for column in _WRITTEN})
    years = [fiscal_year(date, words) for date, words in zip(rows["date"], rows["date_words"], strict=True)]
    known = rows["invited"].fillna(0) > 0
    rows = rows.assign(
        when=_words(rows["date"], rows["date_words"]),
        fiscal_year=pd.array(years, dtype="Int64"),
        share=(rows["participants"] / rows["invited"].where(known)).astype("Float64"),
    )
    return rows.sort_values("date", ascending=False, na_position="last", kind="stable").reset_index(drop=True)


def _supporters(city: City, sharing: str) -> pd.DataFrame:
    rows = _named(city, city.table("supporters"))
    rows = rows.assign(
        when=_words(rows["date"]), note=rows["note"] if sharing == "internal" else without_contacts(rows["note"])
    )
    return (
        rows.sort_values("date", ascending=False, na_position="last", kind="stable")
        .sort_values("order", kind="stable")
        .reset_index(drop=True)
    )


def _councils(
    city: City, sharing: str, activities: pd.DataFrame, supporters: pd.DataFrame, year: int | None
) -> pd.DataFrame:
    rows, areas = city.table("councils"), city.table("areas")
    listed = areas.loc[
        (areas["level"] == "district") | areas["area_code"].isin(rows["area_code"]), ["area_code", "order"]
    ].sort_values("order", kind="stable")
    written = ["name", "stage", "vision"] if sharing != "internal" else []
    rows = rows.assign(**{column: without_contacts(rows[column]) for column in written})
    found = _named(
        city, TABLES["councils"].fit(pd.DataFrame(listed[["area_code"]]).merge(rows, on="area_code", how="left"))
    )
    latest = activities.dropna(subset=["date"]).drop_duplicates("area_code").set_index("area_code")
    held = (
        activities[(activities["fiscal_year"] == year).fillna(False)]["area_code"].value_counts()
        if year
        else pd.Series(dtype="Int64")
    )
    helping = supporters.dropna(subset=["registered"]).drop_duplicates("area_code").set_index("area_code")
    own = found["area_code"]
    texts = {
        "latest_when": latest["when"],
        "latest_title": latest["title"],
        "registered_when": helping["when"],
        "registered_note": helping["note"],
    }
    numbers = {"meetings": held, "registered": helping["registered"]}
    # Series.map loses the type where nothing is found.
    return found.assign(
        **{name: own.map(known).astype("string") for name, known in texts.items()},
        **{name: own.map(known).astype("Int64") for name, known in numbers.items()},
    )


def _years(city: City, councils: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    printed = city.table("council_years").sort_values("fiscal_year", kind="stable")
    own = (printed["place"] == city.title).astype(bool)
    counted, undated = (TABLES["council_years"].empty(), 0) if own.any() else _counted(city, councils)
    rows = pd.concat([printed[own], counted, printed[~own]], ignore_index=True)
    sources = city.table("sources")
    return (
        rows.assign(
            own=rows["place"] == city.title,
            source=[
                citations.dated(sources, source_id) if isinstance(source_id, str) else ""
                for source_id in rows["source_id"]
            ],
        ),
        undated,
    )


def _counted(city: City, councils: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Councils set up by fiscal year, from their own dates; and how many have none that tells it."""
    there = councils[councils["source"].notna() | councils["set_up"].notna()]
    years = pd.Series([fiscal_year(date) for date in there["set_up"]], there.index, dtype="Int64")
    if years.isna().all():
        return TABLES["council_years"].empty(), 0
    every = range(int(years.min()), int(years.max()) + 1)
    started = years.value_counts().reindex(every, fill_value=0)
    rows = pd.DataFrame(
        {
            "place": city.title,
            "fiscal_year": list(every),
            "started": started.to_numpy(),
            "cumulative": started.cumsum().to_numpy(),
            "districts": len(councils),
            "note": COUNTED,
            "source_id": there["source_id"].dropna().iloc[0] if there["source_id"].notna().any() else None,
        }
    )
    return TABLES["council_years"].fit(rows), int(years.isna().sum())


def _homework(activities: pd.DataFrame) -> pd.DataFrame:
    given = activities.dropna(subset=["homework"]).drop_duplicates("area_code")
    return given.sort_values("order", kind="stable").reset_index(drop=True)
