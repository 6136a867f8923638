"""A city being put together: areas, membership and rows from pieces, added to the tables that are there.

An import adds. What replaces what: areas of the same level and origin, the membership of a level, rows of the source
that a file is the newer state of (data.ingest.source_versions), and of what a city keeps itself (RENEWED) whatever is said anew.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from data.files.extract import Piece
from data.files.problems import Problem, Refused
from data.ingest.gazetteer import Gazetteer, Matched
from data.ingest.repeated_lines import ADDS, added
from data.ingest.report import FileReport, Report
from data.store import citations
from data.store.schema import STORED_CRS, TABLES, WITH_GEOMETRY
from data.text.plain_text import normal_name
from data.vocabulary import LEVELS

CITY_LEVEL = "city"
WARD_LEVEL = "行政区"  # of designated cities, whose boundaries come ward by ward
AREA_COLUMNS = ("area_code", "parent_code", "into_code")
# What the city itself keeps: a file that says the same again, under whatever name, is the newer state of it. (A
# register and a census of
# one date are two sources that stand side by side.)
RENEWED = ("resources", "needs", "service_use", "care", "survey", "councils", "activities", "supporters", "cases")
NAMED = 10  # areas named one by one in a report
BETWEEN_FILES = "、"  # between the names of the files of one source
FAR = 0.5  # degrees, some 50 km
_KEY_CODE = re.compile(r"\d{9}|\d{11}")


@dataclass
class Draft:
    """The tables as they will be written, the city's name (which codes without a number begin with) and the report so
    far."""

    name: str
    title: str
    tables: dict[str, pd.DataFrame]
    report: Report
    fresh: set[str] = field(
        default_factory=set
    )  # source_ids and area codes that this import brought: they add up, they do not replace
    brought: dict[tuple[int, str], pd.DataFrame] = field(
        default_factory=dict
    )  # id of a piece, table: its rows joined to areas
    lost: set[str] = field(default_factory=set)  # source_ids of rows that went: a source without any row left goes too
    shown: dict[str, str] = field(default_factory=dict)  # checksum of a file -> the name it is told by
    instead_of: str = ""  # the source that the user says the file is the newer state of
    beside: bool = False  # the user says that nothing is to be replaced

    @property
    def areas(self) -> gpd.GeoDataFrame:
        return self.tables["areas"] if "areas" in self.tables else no_areas()

    def gazetteer(self) -> Gazetteer:
        city = pd.DataFrame({"area_code": [self.name], "level": [CITY_LEVEL], "name": [self.title]})
        known = pd.DataFrame(self.areas)[["area_code", "level", "name"]]
        return Gazetteer(
            pd.concat([known[known["level"] != CITY_LEVEL], city], ignore_index=True),
            self.tables.get("membership", TABLES["membership"].empty()),
            self.title,
        )

    def code(self, path: str) -> str:
        """The code of an area that has none of its own: its path of names."""
        return f"{self.name}/{path}"

    def codes(self, paths: Iterable[str], level: str) -> dict[str, str]:
        """The code of each area of a level by its path of names.

        A district and a town may share a name: where an area of another level has that code already, this one's says
        its level before its name (`city/地区:本町`). The same file read again finds the same codes.
        """
        levels = dict(zip(self.areas["area_code"], self.areas["level"], strict=True))
        found = {}
        for path in paths:
            *above, name = path.split("/")
            plain, marked = self.code(path), self.code("/".join([*above, f"{LEVELS.get(level, level)}:{name}"]))
            found[path] = marked if levels.get(marked) == level or levels.get(plain, level) != level else plain
        return found


def no_areas() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(TABLES["areas"].empty(), geometry=gpd.GeoSeries([], crs=STORED_CRS), crs=STORED_CRS)


def add_boundaries(draft: Draft, piece: Piece, file: FileReport) -> None:
    """Areas with polygons. Those of the same level and origin that stood before are replaced; areas known by name only
    get their polygon and code."""
    new = piece.tables["areas"].copy()
    if "area_code" not in new:
        codes = {level: draft.codes(paths, level) for level, paths in new.groupby("level")["path"]}
        new["area_code"] = [codes[level][path] for level, path in zip(new["level"], new["path"], strict=True)]
    origin = set(new["area_code"].map(_origin))
    present = draft.areas
    _refuse_twice(new[new["area_code"].isin(draft.fresh)]["name"], piece, "区域")
    _refuse_far_away(present, new, piece)
    same = (
        present["level"].isin(new["level"].unique())
        & present["area_code"].map(_origin).isin(origin)
        & ~present["area_code"].isin(draft.fresh)
    )
    _tell_overlap(draft, present[~same], new, piece)
    draft.fresh |= set(new["area_code"])
    gone = present[same & ~present["area_code"].isin(new["area_code"])]
    if same.any():
        draft.report.replaced.append(
            f"境界 {int(same.sum()):,}件を、{piece.path.name} の{len(new):,}件に入れ替えました。"
        )
        sources = draft.tables["sources"]
        older = (
            (sources["kind"] == "boundary")
            & (sources["title"].map(_family) == _family(piece.source["title"]))
            & ~sources["source_id"].isin(file.source_ids)
        )
        draft.tables["sources"] = sources[~older]
    file.rows = file.areas = len(new)
    file.matched["code"] = len(new)
    start = 0 if present.empty else int(present["order"].max()) + 1
    new["order"] = range(start, start + len(new))
    draft.tables["areas"] = _stack(present[~same], new)
    _drop_rows_of(draft, gone, piece.path.name)
    _adopt(draft, new, piece.path.name)
    if "ward" in new and (new["ward"] != "").any():
        wards = pd.DataFrame({"area_code": new["area_code"], "parent": new["ward"], "weight": 1.0, "basis": "counted"})
        _replace_membership(draft, WARD_LEVEL, wards[wards["parent"] != ""], piece, only_these=True)


def _tell_overlap(draft: Draft, present: gpd.GeoDataFrame, new: gpd.GeoDataFrame, piece: Piece) -> None:
    """Say where the new areas lie on areas of the same level from another file: a place is then in two of them."""
    for level, areas in new.groupby("level", sort=False):
        there = present[(present["level"] == level) & present.geom_type.isin(["Polygon", "MultiPolygon"])]
        found, on = there.sindex.query(areas.representative_point(), predicate="within")
        if not len(found):
            continue
        label = LEVELS.get(level, level)
        names = list(dict.fromkeys(zip(areas["name"].iloc[found], there["name"].iloc[on], strict=True)))
        named = "、".join(f"「{ours}」と「{theirs}」" for ours, theirs in names[:3]) + (
            f" ほか{len(names) - 3}件" if len(names) > 3 else ""
        )
        draft.report.problems.append(
            Problem(
                "warn",
                piece.path.name,
                f"{label}の区域が、前からある{label}の区域と同じ所に重なっています（{named}）。同じ所が、"
                f"二つの{label}に入ります。",
                "どちらかだけを使うときは、そのファイルだけを選んで --replace で作り直してください。両方を使うなら、"
                "このままでかまいません。",
            )
        )


def _refuse_far_away(present: gpd.GeoDataFrame, new: gpd.GeoDataFrame, piece: Piece) -> None:
    """Areas that lie nowhere near the city's are another city's (files of associations carry no municipality's
    code)."""
    there = present[present.geometry.notna() & ~present.geometry.is_empty]
    if there.empty:
        return
    west, south, east, north = there.total_bounds
    left, below, right, above = new.total_bounds
    if left > east + FAR or right < west - FAR or below > north + FAR or above < south - FAR:
        raise Refused(
            [
                Problem(
                    "refuse",
                    piece.path.name,
                    "区域がどれも、いまある市の区域から遠く離れています。別の市のファイルではありませんか。",
                    "市の名前（import の次の言葉）を変えるか、--replace で作り直してください。",
                )
            ]
        )


def _family(title: str) -> str:
    """「令和2年国勢調査 町丁・字等境界データ（…）」 -> 「町丁・字等境界データ」: the same data of whatever year."""
    return re.sub(r"^.*国勢調査 |（.*）$", "", str(title))


def _origin(code: str) -> str:
    """Codes of one origin: the municipality of a KEY_CODE, else the path before the name."""
    return code[:5] if _KEY_CODE.fullmatch(code) else code.rsplit("/", 1)[0]


def _drop_rows_of(draft: Draft, gone: pd.DataFrame, file: str) -> None:
    codes = set(gone["area_code"])
    if not codes:
        return
    people = _persons_in(draft, codes)
    for name, frame in draft.tables.items():
        columns = [column for column in AREA_COLUMNS if column in frame] if name not in ("areas", "resources") else []
        if columns:
            draft.tables[name] = frame[~frame[columns].isin(codes).any(axis=1)]
    named = "、".join(gone["name"].astype(str).head(5)) + (f" ほか{len(gone) - 5}件" if len(gone) > 5 else "")
    lost = (
        f"{'、'.join(f'{_named(draft, pd.Series([source]))} の{number:,}人' for source, number in people.items())}を含む"
        if people
        else "その"
    )
    draft.report.problems.append(
        Problem(
            "warn",
            file,
            f"新しい境界にない区域{len(codes):,}件（{named}）を、{lost}数値とともに除きました。",
            "戻すときは、前の境界のファイルと、人口などの表をもう一度一緒に読んでください。",
        )
    )


def _persons_in(draft: Draft, codes: set[str]) -> dict[str, int]:
    """People that the tables have in these areas, by source; sources with nobody there are left out."""
    rows = draft.tables.get("population", TABLES["population"].empty())
    there = rows[(rows["sex"] == "all") & rows["area_code"].isin(codes)].groupby("source_id")["persons"].sum()
    return {str(source): int(number) for source, number in there.items() if number > 0}


def _adopt(draft: Draft, new: pd.DataFrame, file: str) -> None:
    """Areas that were known by name only take the code and the polygon of the new area of that name."""
    areas = draft.areas
    named = areas[
        areas["level"].isin(new["level"].unique())
        & ~areas["area_code"].isin(new["area_code"])
        & ~areas.geom_type.isin(["Polygon", "MultiPolygon"])
    ]
    if named.empty:
        return
    # Only the new areas may be found: an old one would find itself.
    found = Gazetteer(new, pd.DataFrame(), draft.title).match(named.assign(area=named["name"])[["area"]])
    for name in named.loc[
        named["name"].duplicated(), "name"
    ]:  # two of one name, in two districts: which of them the polygon is, nobody says
        if found.codes.pop((name, ""), None):
            found.lost[name, ""] = "同じ名前の区域が二つ以上あります"
    code_of = dict(zip(named["name"], named["area_code"], strict=True))
    renamed = {code_of[name]: code for (name, _), code in found.codes.items()}
    draft.tables["areas"] = areas[~areas["area_code"].isin(renamed)]
    for table, frame in draft.tables.items():
        for column in AREA_COLUMNS:
            if table != "areas" and column in frame:
                draft.tables[table] = frame = frame.assign(**{column: frame[column].replace(renamed)})
    _put_together(draft, {name: code for (name, _), code in found.codes.items()}, file)
    draft.report.replaced.append(f"名前だけだった区域 {len(renamed):,}件に、{file} の境界とコードを付けました。")
    if found.lost:
        draft.report.problems.append(
            Problem(
                "warn",
                file,
                f"境界の見つからない区域が{len(found.lost):,}件あります（{'、'.join(name for name, _ in list(found.lost)[:5])}）。",
                "区域の名前を確かめてください。",
            )
        )


def _put_together(draft: Draft, code_of: dict[str, str], file: str) -> None:
    """Areas known by name only of which several are one polygon: their numbers add up, and that is said; two districts
    of them are refused."""
    several = pd.Series(code_of).groupby(pd.Series(code_of)).agg(lambda codes: list(codes.index))
    several = several[several.map(len) > 1]
    if several.empty:
        return
    members = draft.tables.get("membership", TABLES["membership"].empty())
    level = draft.areas.set_index("area_code")["level"]
    mine = members[members["area_code"].isin(several.index)].drop_duplicates(["area_code", "parent_code"])
    torn = mine.assign(level=mine["parent_code"].map(level)).groupby(["area_code", "level"])["weight"].sum()
    if torn := torn[torn > 1 + 1e-4].index.get_level_values("area_code").unique().tolist():
        raise Refused(
            [
                Problem(
                    "refuse",
                    file,
                    f"「{'」と「'.join(several[code])}」は、この境界では同じ区域で、いまは別の地区などに入っています。",
                    "区域の所属の表も、この境界に合わせて一緒に指定してください。",
                )
                for code in torn
            ]
        )
    draft.tables["membership"] = members.drop_duplicates(["area_code", "parent_code"], ignore_index=True)
    for table in [table for table in ADDS if table in draft.tables]:
        draft.tables[table] = added(draft.tables[table].reset_index(drop=True), table)
    named = "、".join(f"「{'」と「'.join(names)}」" for names in several.head(5)) + (
        f" ほか{len(several) - 5}件" if len(several) > 5 else ""
    )
    draft.report.problems.append(
        Problem(
            "warn",
            file,
            f"{named}は、この境界では一つの区域です。数を足しました。",
            "別の区域なら、境界のファイルを分けてください。",
        )
    )


def _stack(first: pd.DataFrame, second: pd.DataFrame) -> gpd.GeoDataFrame:
    columns = [*TABLES["areas"].columns, "geometry"]
    both = [part.reindex(columns=columns) for part in (first, second) if len(part)]
    frame = (
        pd.concat([pd.DataFrame(part) for part in both], ignore_index=True) if both else pd.DataFrame(columns=columns)
    )
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=STORED_CRS)


def add_named_areas(
    draft: Draft, rows: pd.DataFrame, level: str, file: FileReport, points: pd.DataFrame | None = None
) -> list[str]:
    """Areas known by name only, code = path of names (Draft.codes); `points` (area, lat, lon) gives them a place to
    stand. The codes, row by row."""
    paths = (rows["within"].fillna("").map(lambda name: f"{name}/" if name else "") if "within" in rows else "") + rows[
        "area"
    ]
    names = rows["area"].str.rsplit("/", n=1).str[-1]
    placed = pd.DataFrame({"area": [], "lon": [], "lat": []}) if points is None else points
    code_of = draft.codes(dict.fromkeys([*paths, *placed["area"]]), level)
    codes = [code_of[path] for path in paths]
    new = pd.DataFrame({"area_code": codes, "name": names.to_numpy(), "level": level}).drop_duplicates("area_code")
    new = new[~new["area_code"].isin(draft.areas["area_code"])]
    lonlat = (
        placed.set_index(pd.Index([code_of[area] for area in placed["area"]]))[["lon", "lat"]]
        .reindex(new["area_code"])
        .astype(float)
    )
    geometry = gpd.points_from_xy(lonlat["lon"], lonlat["lat"], crs=STORED_CRS)
    start = 0 if draft.areas.empty else int(draft.areas["order"].max()) + 1
    shaped = gpd.GeoDataFrame(new.assign(order=range(start, start + len(new))), geometry=geometry, crs=STORED_CRS)
    shaped.loc[shaped.geometry.is_empty | shaped.geometry.x.isna(), "geometry"] = None  # a point of NaN is not "empty"
    draft.tables["areas"] = _stack(draft.areas, shaped)
    file.created += len(new)
    return codes


def add_membership(draft: Draft, piece: Piece, file: FileReport) -> None:
    """Which area lies in which; parents that are not there yet become areas. The membership of a level that stood
    before is replaced."""
    rows = piece.tables["membership"]
    if not draft.areas["level"].isin(["small_area", "neighbourhood"]).any():
        if rows["area"].astype("str").str.fullmatch(_KEY_CODE.pattern).any():
            raise Refused(
                [
                    Problem(
                        "refuse",
                        piece.path.name,
                        "この表のコードの区域（町丁・字）が、まだありません。",
                        "境界のファイル（--boundaries）も一緒に指定してください。",
                    )
                ]
            )
        add_named_areas(draft, rows, "small_area", file)
    gazetteer = draft.gazetteer()
    matched = gazetteer.match(rows)
    _found_by_parent(gazetteer, rows, matched)
    note_matches(file, matched)
    named = "、".join(area for area, _ in list(matched.lost)[:5])
    if matched.lost and not matched.codes:
        raise Refused(
            [
                Problem(
                    "refuse",
                    piece.path.name,
                    f"市の区域と一つも結び付きません（{named}）。いまの地区を消さないよう、読みません。",
                    "この市の表か、区域の名前かコードを確かめてください。",
                )
            ]
        )
    if matched.lost:
        draft.report.problems.append(
            Problem(
                "warn",
                piece.path.name,
                f"市の区域と結び付かなかった{len(matched.lost):,}件を外しました（{named}）。",
                "区域の名前かコードを確かめてください。",
            )
        )
    within = rows["within"].fillna("").astype("str") if "within" in rows else pd.Series("", index=rows.index)
    codes = pd.Series(
        [matched.codes.get(key) for key in zip(rows["area"].astype("str"), within, strict=True)],
        index=rows.index,
        dtype=object,
    )
    for level, lines in rows.assign(area_code=codes).groupby("level", sort=False):
        _replace_membership(draft, str(level), lines.dropna(subset=["area_code"]), piece)
    file.rows = len(rows)


def _found_by_parent(gazetteer: Gazetteer, rows: pd.DataFrame, matched: Matched) -> None:
    """Of two areas of one name that nothing else tells apart, the one that lay in the named parent before is meant."""
    if not matched.lost or "within" not in rows:
        return
    lost = rows[
        [
            (area, within) in matched.lost
            for area, within in zip(rows["area"].astype("str"), rows["within"].fillna("").astype("str"), strict=True)
        ]
    ]
    again = gazetteer.match(lost.assign(within=lost["parent"], beside=""))
    for area, within, parent in (
        lost[["area", "within", "parent"]]
        .fillna("")
        .astype("str")
        .drop_duplicates(["area", "within"])
        .itertuples(index=False)
    ):
        if (area, parent) in again.codes:
            matched.codes[area, within] = again.codes[area, parent]
            matched.how["name"] += 1
            matched.lost.pop((area, within))


def _replace_membership(draft: Draft, level: str, lines: pd.DataFrame, piece: Piece, only_these: bool = False) -> None:
    """The lines as membership of `level`, instead of all that stood before (`only_these`: of what stood for these
    areas)."""
    parents = _parents(draft, lines, level, piece)
    new = lines.assign(parent_code=lines["parent"].map(parents))
    if not only_these:
        _refuse_contradictions(draft, new, level, piece)
        _say_remainders(draft, new, level, piece)
    new = new.drop_duplicates(["area_code", "parent_code"])[list(TABLES["membership"].columns)]
    present = draft.tables.get("membership", TABLES["membership"].empty())
    of_level = set(draft.areas.loc[draft.areas["level"] == level, "area_code"])
    old = present["parent_code"].isin(of_level) & (present["area_code"].isin(new["area_code"]) | (not only_these))
    if old.any() and not only_these:
        draft.report.replaced.append(f"区域の所属 {int(old.sum()):,}件を、{piece.path.name} のものに入れ替えました。")
    draft.tables["membership"] = pd.concat([part for part in (present[~old], new) if len(part)], ignore_index=True)
    if not only_these:
        _say_left_over(draft, present[old], new, piece)
    _drop_empty_parents(draft, level)


def _refuse_contradictions(draft: Draft, lines: pd.DataFrame, level: str, piece: Piece) -> None:
    """Lines that come to one area: with the same parents they are one, and that is said; with others, or a pair written
    twice, they are refused."""
    names = draft.areas.drop_duplicates("area_code").set_index("area_code")["name"]
    refused, said = [], []
    for code, of_area in lines[lines["area_code"].duplicated(keep=False)].groupby("area_code", sort=False):
        parents = {
            area: frozenset(zip(part["parent_code"], part["weight"].astype(float), strict=True))
            for area, part in of_area.groupby("area", sort=False)
        }
        whole = of_area.drop_duplicates("parent_code")["weight"].astype(float).sum()
        twice = (
            of_area.duplicated([*(["area", "within"] if "within" in of_area else ["area"]), "parent_code"]).any()
            or len(parents) == 1
            and whole > 1 + 1e-4
        )
        if len(parents) == 1 and not twice:  # an area that is split
            continue
        text = "と".join(f"「{line.area}」（{int(line.row)}行目: {line.parent}）" for line in of_area.itertuples())
        where = {"sheet": str(of_area["sheet"].iloc[0] or ""), "row": int(of_area["row"].iloc[-1])}
        if twice or len(set(parents.values())) > 1:
            refused.append(
                Problem(
                    "refuse",
                    piece.path.name,
                    f"{text}は、地図の同じ区域「{names.get(code, code)}」です。"
                    f"どちらの{LEVELS.get(level, level)}に入るか決められません。",
                    "一つの行にするか、二つに分かれる区域なら、同じ名前で「割合」を書いて2行にしてください。",
                    **where,
                )
            )
        else:
            said.append(
                Problem(
                    "warn",
                    piece.path.name,
                    f"{text}は、地図の同じ区域「{names.get(code, code)}」です。{LEVELS.get(level, level)}が同じなので、"
                    "一つとして読みました。",
                    **where,
                )
            )
    if refused:
        raise Refused(refused)
    draft.report.problems += said[:NAMED]
    if len(said) > NAMED:
        draft.report.problems.append(
            Problem(
                "warn",
                piece.path.name,
                f"地図の同じ区域になる行を一つとして読んだ区域が、ほかに{len(said) - NAMED}件あります。",
            )
        )


def _say_remainders(draft: Draft, lines: pd.DataFrame, level: str, piece: Piece) -> None:
    """Areas whose parts do not make a whole: the rest of their people stands in no area of that level, but in the
    city."""
    once = lines.drop_duplicates(["area_code", "parent_code"])
    placed = once.groupby("area_code", sort=False)["weight"].sum()
    placed = placed[placed < 1 - 1e-4]
    if len(placed):
        names = draft.areas.drop_duplicates("area_code").set_index("area_code")["name"].reindex(placed.index)
        named = "、".join(
            f"{name} {share:g}" for name, share in zip(names.head(NAMED), placed.head(NAMED), strict=True)
        ) + (f" ほか{len(placed) - NAMED}件" if len(placed) > NAMED else "")
        draft.report.problems.append(
            Problem(
                "warn",
                piece.path.name,
                f"割合の合計が1にならない区域が{len(placed):,}件あります（{named}）。残りの人は、"
                f"どの{LEVELS.get(level, level)}にも入らず、市全体にだけ入ります。",
                "二つに分かれる区域の割合は、合計1にしてください。",
            )
        )


def _say_left_over(draft: Draft, before: pd.DataFrame, now: pd.DataFrame, piece: Piece) -> None:
    """Areas that had a parent and have none in the newer table: they are in no district from here on."""
    areas = draft.areas
    left = areas[areas["area_code"].isin(set(before["area_code"]) - set(now["area_code"]))]["name"]
    if len(left):
        named = "、".join(left.astype(str).head(5)) + (f" ほか{len(left) - 5}件" if len(left) > 5 else "")
        draft.report.problems.append(
            Problem(
                "warn",
                piece.path.name,
                f"前の表にあった区域{len(left):,}件がこの表になく、どこにも属さなくなりました（{named}）。",
                "市の全部の区域を一つの表に入れてください。",
            )
        )


def _parents(draft: Draft, rows: pd.DataFrame, level: str, piece: Piece) -> dict[str, str]:
    """Code of every parent named, new areas made for those that are not there; one name spelled in two ways is one
    area, and that is said."""
    there = draft.areas[draft.areas["level"] == level]
    known = {normal_name(name, draft.title): code for name, code in zip(there["name"], there["area_code"], strict=True)}
    names = rows["parent"].drop_duplicates()
    first = {normal_name(name, draft.title): name for name in names[::-1]}
    fresh = [name for key, name in dict(reversed(first.items())).items() if key not in known]
    if same := [
        f"「{name}」は「{first[normal_name(name, draft.title)]}」"
        for name in names
        if first[normal_name(name, draft.title)] != name
    ]:
        named = "、".join(same[:NAMED]) + (f" ほか{len(same) - NAMED}件" if len(same) > NAMED else "")
        draft.report.problems.append(
            Problem(
                "warn",
                piece.path.name,
                f"書き方の違う同じ名前の{LEVELS.get(level, level)}を、一つとして読みました（{named}と同じ）。",
                "別のものなら、名前を変えて区別してください。",
            )
        )
    ordered = sorted(fresh, key=_natural) if all(re.search(r"\d", name) for name in fresh) else fresh
    readings = dict(zip(rows["parent"], rows["reading"], strict=True)) if "reading" in rows else {}
    start = 0 if draft.areas.empty else int(draft.areas["order"].max()) + 1
    codes = draft.codes(ordered, level)
    new = pd.DataFrame(
        {
            "area_code": [codes[name] for name in ordered],
            "level": level,
            "name": ordered,
            "reading": [readings.get(name) for name in ordered],
            "order": range(start, start + len(ordered)),
            "geometry": None,
        }
    )
    if len(new):
        draft.tables["areas"] = _stack(draft.areas, gpd.GeoDataFrame(new, geometry="geometry", crs=STORED_CRS))
    of_key = known | {normal_name(name, draft.title): codes[name] for name in ordered}
    return {name: of_key[normal_name(name, draft.title)] for name in names}


def _natural(name: str) -> tuple[str, int]:
    found = re.search(r"\d+", name)
    return (name[: found.start()], int(found[0]))


def _drop_empty_parents(draft: Draft, level: str) -> None:
    held = set(draft.tables["membership"]["parent_code"])
    areas = draft.areas
    empty = (areas["level"] == level) & ~areas["area_code"].isin(held)
    if empty.any() and level != CITY_LEVEL:
        draft.tables["areas"] = areas[~empty].reset_index(drop=True)


def add_rows(draft: Draft, name: str, rows: pd.DataFrame, piece: Piece, gone: Collection[str] = ()) -> None:
    """Rows of one table, after those that stood there; rows of the sources in `gone`, which the piece is the newer
    state of, are replaced."""
    present = draft.tables.get(name)
    if present is not None and "source_id" in rows:
        again = set(rows["source_id"]) & draft.fresh
        if again and name != "resources":
            key = list(TABLES[name].key)
            twice = pd.MultiIndex.from_frame(rows[key]).isin(
                pd.MultiIndex.from_frame(present.loc[present["source_id"].isin(again), key])
            )
            _refuse_twice(rows.loc[twice, "area_name" if "area_name" in rows else key[0]], piece, TABLES[name].label)
        old = _replaced(draft, name, present, rows, gone)
        if name == "resources":
            _forget_served(draft, present.loc[old, "resource_id"])
        if "remarks" in draft.tables:  # said of the lines that go
            said = draft.tables["remarks"]
            draft.tables["remarks"] = said[
                ~((said["subject"] == name) & said["source_id"].isin(present.loc[old, "source_id"]))
            ]
        if name == "resources":  # which list came for which is said by the import itself, with their numbers
            if (also := old & ~present["source_id"].isin(gone)).any():
                draft.report.replaced.append(
                    f"{TABLES[name].label} {int(also.sum()):,}件（{_named(draft, present.loc[also, 'source_id'])}）は"
                    f" {piece.path.name} にもあるため、そちらのものにしました（二重には数えません）。"
                )
        elif old.any():
            draft.report.replaced.append(
                f"{TABLES[name].label}"
                f" {int(old.sum()):,}行（{_named(draft, present.loc[old, 'source_id'])}）を、{piece.path.name}"
                " のものに入れ替えました。"
            )
        draft.lost |= set(present.loc[old, "source_id"].astype(str))
        present = present[~old]
    elif present is not None and name == "base":
        present = present[~present["layer"].isin(rows["layer"].unique())]
    elif present is not None:
        key = list(TABLES[name].key)
        present = present[~pd.MultiIndex.from_frame(present[key]).isin(pd.MultiIndex.from_frame(rows[key]))]
    stacked = (
        rows
        if present is None or present.empty
        else pd.concat([pd.DataFrame(present), pd.DataFrame(rows)], ignore_index=True)
    )
    draft.tables[name] = (
        gpd.GeoDataFrame(stacked, geometry="geometry", crs=STORED_CRS) if name in WITH_GEOMETRY else stacked
    )


def _replaced(draft: Draft, name: str, present: pd.DataFrame, rows: pd.DataFrame, gone: Collection[str]) -> pd.Series:
    """Which of the rows that stand there go."""

    def same(*without: str) -> pd.Series:
        return pd.Series(keys_of(name, present, *without).isin(keys_of(name, rows, *without)), index=present.index)

    old = present["source_id"].isin(gone)
    again = set(rows["source_id"]) - draft.fresh
    if by_date := {source for source in again if source.startswith(("register-", "census-"))}:
        stands = present["source_id"].isin(by_date)
        if "area_code" in rows and _of_several_files(draft, by_date):
            old |= stands & present["area_code"].isin(rows["area_code"])
        else:
            old |= stands & _of_these_wards(present, rows) & (not _completes(draft, present[stands], rows))
    if again - by_date:  # a part of a source that is known by its name: what it says again
        old |= present["source_id"].isin(again - by_date) & same()
    return (
        old | same("source_id") if name in RENEWED else old
    )  # a place, a council, a case keeps its identity from file to file: the newer file speaks for it


def _of_several_files(draft: Draft, ids: set[str]) -> bool:
    """Whether a source was put together from several files: one of them, read again, speaks for its own areas only."""
    sources = draft.tables.get("sources", TABLES["sources"].empty())
    return bool(sources.loc[sources["source_id"].isin(ids), "file_name"].fillna("").str.contains(BETWEEN_FILES).any())


def _completes(draft: Draft, present: pd.DataFrame, rows: pd.DataFrame) -> bool:
    """Whether a table speaks of other areas of the same level: a register that branch offices hand in one by one is one
    source."""
    if "area_code" not in rows or present.empty:
        return False
    theirs, ours = set(present["area_code"]), set(rows["area_code"])
    levels = draft.areas.set_index("area_code")["level"]
    return not theirs & ours and bool(
        set(levels.reindex(list(theirs)).dropna()) & set(levels.reindex(list(ours)).dropna())
    )


def keys_of(name: str, rows: pd.DataFrame, *without: str) -> pd.MultiIndex:
    """What tells the rows of a table apart (its key), `without` some of it; columns that a reader leaves out are
    missing."""
    types = {
        column: kind
        for column, kind in TABLES[name].columns.items()
        if column in TABLES[name].key and column not in without
    }
    return pd.MultiIndex.from_frame(pd.DataFrame(rows).reindex(columns=list(types)).astype(types))


def _of_these_wards(present: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Rows of the wards that the new rows speak of; of a city that is no designated one all rows (a ward's code has 1
    as its third digit)."""
    if "area_code" not in rows:
        return pd.Series(True, index=present.index)
    wards = set(_ward(rows["area_code"]).dropna())
    theirs = _ward(present["area_code"])
    return theirs.isna() | theirs.isin(wards) if wards else pd.Series(True, index=present.index)


def _ward(codes: pd.Series) -> pd.Series:
    codes = codes.astype("string")
    return codes.str[:5].where(codes.str.fullmatch(r"\d{2}1\d{6}(\d{2})?").fillna(False))


def forget_emptied(draft: Draft) -> None:
    """Sources all of whose rows went in this import: nothing stands on them any more."""
    held = {
        str(source)
        for name, table in draft.tables.items()
        if name not in ("sources", "remarks") and "source_id" in table
        for source in table["source_id"].dropna().unique()
    }
    sources = draft.tables.get("sources")
    if sources is not None and (empty := draft.lost - held - draft.fresh):
        draft.tables["sources"] = sources[~sources["source_id"].isin(empty)].reset_index(drop=True)


def _named(draft: Draft, ids: pd.Series) -> str:
    """Sources by title and date, as their owner knows them."""
    sources = draft.tables.get("sources", TABLES["sources"].empty())
    return "、".join(dict.fromkeys(citations.dated(sources, source) for source in ids.drop_duplicates().astype(str)))


def _forget_served(draft: Draft, resources: pd.Series) -> None:
    if "served" in draft.tables:
        served = draft.tables["served"]
        draft.tables["served"] = served[~served["resource_id"].isin(resources)]


def _refuse_twice(names: pd.Series, piece: Piece, what: str) -> None:
    if len(names):
        raise Refused(
            [
                Problem(
                    "refuse",
                    piece.path.name,
                    f"同じ{what}が、"
                    f"同時に指定した別のファイルにもあります（{'、'.join(map(str, names.drop_duplicates()[:3]))}）。",
                    "どちらか一つのファイルだけを指定してください。",
                )
            ]
        )


def note_matches(file: FileReport, matched) -> None:
    """Put how areas were found into the report of the file."""
    file.areas += len(matched.codes) + len(matched.lost)
    for how, number in matched.how.items():
        file.matched[how] += number
    file.unmatched += [f"{within.strip('/')}/{area}" if within else area for area, within in matched.lost]
