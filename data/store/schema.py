"""The tables of a city: their columns, types and keys. Every reader, writer and calculation uses these.

Dates are ISO text ("2024-09-30", or "2015-04/2017-04" for a period) because they are labels to sort and
show, not instants. Codes are text. A count that is not known is missing, never 0; `state` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

TEXT, COUNT, NUMBER, FLAG = "string", "Int64", "Float64", "boolean"


@dataclass(frozen=True)
class Table:
    name: str
    label: str
    columns: dict[str, str]
    key: tuple[str, ...]
    restricted: bool = False

    def empty(self) -> pd.DataFrame:
        """An empty frame with this table's columns and types."""
        return _empty(tuple(self.columns.items())).copy()

    def fit(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with exactly this table's columns, in order and typed; absent columns become missing."""
        return frame.reindex(columns=list(self.columns)).astype(self.columns).reset_index(drop=True)


@cache
def _empty(columns: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Built once, because an import asks for empty tables again and again."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns})


def _table(name: str, label: str, key: str, /, restricted: bool = False, **columns: str) -> Table:
    return Table(name, label, columns, tuple(key.split()), restricted)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        # `areas` also carries geometry (EPSG:6668; polygon, point, or missing) and is stored as GeoParquet.
        # lat/lon is a point to write its name at or, where there is no polygon, the only position known.
        _table("areas", "区域", "area_code", area_code=TEXT, level=TEXT, name=TEXT, reading=TEXT, order=COUNT),
        # `shapes` is made at import: every polygon of `areas` simplified for the screen (EPSG:6668, rings clockwise).
        _table("shapes", "画面用の区域の形", "area_code", area_code=TEXT),
        _table(
            "membership",
            "区域の所属",
            "area_code parent_code",
            area_code=TEXT,
            parent_code=TEXT,
            weight=NUMBER,
            basis=TEXT,
        ),
        # One row an age band and sex; sex "all" is always there, "male" and "female" where the source has them.
        # age_from missing = age unknown; age_to missing = open band.
        _table(
            "population",
            "年齢別人口",
            "area_code as_of source_id sex age_from",
            area_code=TEXT,
            as_of=TEXT,
            source_id=TEXT,
            sex=TEXT,
            age_from=COUNT,
            age_to=COUNT,
            persons=COUNT,
            state=TEXT,
        ),
        # Census: the people of a suppressed area are counted in `into_code`.
        _table(
            "merges", "合算", "area_code as_of source_id", area_code=TEXT, into_code=TEXT, as_of=TEXT, source_id=TEXT
        ),
        # kind: HOUSEHOLD_KINDS; age_limit 65 or 70 where "older" is meant.
        _table(
            "households",
            "世帯",
            "area_code as_of source_id kind age_limit",
            area_code=TEXT,
            as_of=TEXT,
            source_id=TEXT,
            kind=TEXT,
            households=COUNT,
            persons=COUNT,
            age_limit=COUNT,
            state=TEXT,
        ),
        # age_group "65+" or bands; level "all" (certified in any level) or 要支援１ … 要介護５.
        _table(
            "care",
            "要介護等認定",
            "area_code as_of source_id age_group level",
            area_code=TEXT,
            as_of=TEXT,
            source_id=TEXT,
            age_group=TEXT,
            level=TEXT,
            certified=COUNT,
            insured=COUNT,
            state=TEXT,
        ),
        # need: a name of NEEDS (or the city's own) or "total" = persons with any need; subjects = 対象人数.
        _table(
            "needs",
            "困りごと",
            "area_code period source_id need",
            area_code=TEXT,
            period=TEXT,
            source_id=TEXT,
            need=TEXT,
            persons=COUNT,
            state=TEXT,
            basis=TEXT,
        ),
        _table(
            "service_use",
            "サービスの利用",
            "area_code as_of source_id item",
            area_code=TEXT,
            as_of=TEXT,
            source_id=TEXT,
            item=TEXT,
            persons=COUNT,
            state=TEXT,
            basis=TEXT,
        ),
        # Read and stored; no page asks for it yet: surveys come later.
        _table(
            "survey",
            "調査",
            "area_code as_of source_id item",
            area_code=TEXT,
            as_of=TEXT,
            source_id=TEXT,
            item=TEXT,
            respondents=COUNT,
            persons=COUNT,
            state=TEXT,
        ),
        # weekdays: characters of 月火水木金土日; eligibility: all, members, women, men, 75+;
        # position_basis: given, address, representative; fee/booking/lift as written.
        # route groups the stops of one van; participants = real persons of a year.
        # contact_public and publish say whether telephone and place may leave 庁内用; private_home hides the place
        # there.
        _table(
            "resources",
            "地域資源",
            "resource_id",
            resource_id=TEXT,
            source_id=TEXT,
            kind=TEXT,
            name=TEXT,
            place=TEXT,
            address=TEXT,
            area_code=TEXT,
            lat=NUMBER,
            lon=NUMBER,
            position_basis=TEXT,
            schedule=TEXT,
            weekdays=TEXT,
            time_from=TEXT,
            time_to=TEXT,
            times_per_month=NUMBER,
            eligibility=TEXT,
            route=TEXT,
            fee=TEXT,
            booking=TEXT,
            lift=TEXT,
            contact=TEXT,
            contact_public=FLAG,
            publish=FLAG,
            private_home=FLAG,
            capacity=COUNT,
            participants=COUNT,
            watched_households=COUNT,
            operator=TEXT,
            started=TEXT,
            ended=TEXT,
            last_confirmed=TEXT,
            note=TEXT,
        ),
        _table("served", "支援が届く区域", "resource_id area_code", resource_id=TEXT, area_code=TEXT, basis=TEXT),
        _table(
            "councils",
            "協議体",
            "area_code",
            area_code=TEXT,
            name=TEXT,
            set_up=TEXT,
            stage=TEXT,
            vision=TEXT,
            source_id=TEXT,
        ),
        # Councils set up by fiscal year, where the dates of the single councils are not known; `place` is this city or
        # another.
        _table(
            "council_years",
            "協議体の設立（年度ごと）",
            "place fiscal_year",
            place=TEXT,
            fiscal_year=COUNT,
            started=COUNT,
            cumulative=COUNT,
            districts=COUNT,
            note=TEXT,
            source_id=TEXT,
        ),
        # date_words: the date as the source words it where it is no date (「5月18日（年の記載なし）」). councils: how
        # many councils took part. homework 宿題 until the next meeting; outcome: what became of it (missing = not known
        # yet).
        _table(
            "activities",
            "活動",
            "activity_id",
            activity_id=TEXT,
            area_code=TEXT,
            date=TEXT,
            date_words=TEXT,
            kind=TEXT,
            title=TEXT,
            audience=TEXT,
            invited=COUNT,
            participants=COUNT,
            councils=COUNT,
            homework=TEXT,
            outcome=TEXT,
            remark=TEXT,
            source_id=TEXT,
        ),
        _table(
            "supporters",
            "支え合いサポーター",
            "area_code date source_id",
            area_code=TEXT,
            date=TEXT,
            registered=COUNT,
            trained=COUNT,
            note=TEXT,
            source_id=TEXT,
        ),
        # numbers: how many, in words (「毎回20人ほど」); picture: file name within the city's folder `pictures`, shown
        # only with consent.
        _table(
            "cases",
            "事例",
            "case_id",
            case_id=TEXT,
            area_code=TEXT,
            date=TEXT,
            kind=TEXT,
            need=TEXT,
            title=TEXT,
            purpose=TEXT,
            history=TEXT,
            scene=TEXT,
            future=TEXT,
            numbers=TEXT,
            picture=TEXT,
            consent=FLAG,
            source_id=TEXT,
        ),
        # `base` carries geometry too. layer: road, river, railway, station, school, hall, line (free-boarding bus),
        # zone (door to door).
        _table("base", "道路・川・目印", "layer name", layer=TEXT, name=TEXT, rank=COUNT, resource_id=TEXT),
        # Where people live, finer than the areas: weight = persons (mesh) or floor space (buildings); only shares
        # within an area count. kind: a key of vocabulary.SPREADS; lat/lon is the middle of a mesh cell. area_code only
        # where no polygon says where a point belongs.
        _table(
            "people_points",
            "人の分布",
            "source_id kind lat lon",
            source_id=TEXT,
            kind=TEXT,
            lat=NUMBER,
            lon=NUMBER,
            weight=NUMBER,
            area_code=TEXT,
        ),
        # Walking network: edges that can be walked both ways; slope_percent is the rise on the way from `from` to `to`.
        _table(
            "network",
            "歩く道",
            "from_node to_node",
            from_node=TEXT,
            to_node=TEXT,
            from_lat=NUMBER,
            from_lon=NUMBER,
            to_lat=NUMBER,
            to_lon=NUMBER,
            metres=NUMBER,
            slope_percent=NUMBER,
            source_id=TEXT,
        ),
        # Figures that a public document prints without the counts they are made of. item: an indicator, a count of
        # analysis.indicators.values or a key of vocabulary.PUBLISHED; area_code is missing where `place` is another
        # municipality; printed: the figure as the document has it.
        _table(
            "published",
            "公表資料の値",
            "item place as_of",
            item=TEXT,
            place=TEXT,
            area_code=TEXT,
            as_of=TEXT,
            value=NUMBER,
            printed=TEXT,
            unit=TEXT,
            note=TEXT,
            source_id=TEXT,
        ),
        # Rough arrangement of areas without polygons (row 0 in the north, column 0 in the west), for a tile map:
        # 「位置はおおよそ」.
        _table("tiles", "地区の並べ方", "area_code", area_code=TEXT, row=COUNT, column=COUNT),
        # What a document says against itself or leaves open; shown beside the figures it is about (subject: the table's
        # name).
        _table(
            "remarks", "資料についての注意", "subject remark", subject=TEXT, area_code=TEXT, remark=TEXT, source_id=TEXT
        ),
        # kind: register, census, boundary, resources, ...; title as it is to be cited. published: a public document
        # whose small counts may be shown as printed; only embedded cities have it, an import never sets it.
        _table(
            "sources",
            "出典",
            "source_id",
            source_id=TEXT,
            kind=TEXT,
            title=TEXT,
            publisher=TEXT,
            address=TEXT,
            as_of=TEXT,
            retrieved=TEXT,
            licence=TEXT,
            file_name=TEXT,
            checksum=TEXT,
            note=TEXT,
            published=FLAG,
        ),
        # One person a row, without name or address. decade 80 = 80～89; uses: the services, or the marks as printed;
        # frequency 「週2回・週1回」.
        _table(
            "individuals",
            "個人別の利用",
            "area_code as_of row",
            restricted=True,
            area_code=TEXT,
            as_of=TEXT,
            row=COUNT,
            decade=TEXT,
            sex=TEXT,
            care_level=TEXT,
            uses=TEXT,
            frequency=TEXT,
            source_id=TEXT,
        ),
    )
}

WITH_GEOMETRY = ("areas", "base", "shapes")
STORED_CRS = "EPSG:6668"  # JGD2011, longitude and latitude
