"""Areas with polygons, in a city being put together: what they replace, adopt, overlap or do not belong to."""

from __future__ import annotations

import re

import geopandas as gpd
import pandas as pd

from data.files.extract import Extract
from data.files.problems import Problem, Refused
from data.ingest.draft import AREA_COLUMNS, WARD_LEVEL, Draft, refuse_twice, sources_named, stacked_areas
from data.ingest.gazetteer import KEY_CODE, Gazetteer
from data.ingest.membership import replace_membership
from data.ingest.repeated_lines import ADDS, added_up
from data.ingest.report import FileReport
from data.store.schema import TABLES
from data.vocabulary import LEVELS

FAR = 0.5  # degrees, some 50 km


def add_boundaries(draft: Draft, extract: Extract, file: FileReport) -> None:
    """Areas with polygons. Those of the same level and origin that stood before are replaced; areas known by name only
    get their polygon and code."""
    new = extract.tables["areas"].copy()
    if "area_code" not in new:
        codes = {level: draft.codes(paths, level) for level, paths in new.groupby("level")["path"]}
        new["area_code"] = [codes[level][path] for level, path in zip(new["level"], new["path"], strict=True)]
    origin = set(new["area_code"].map(_origin))
    present = draft.areas
    refuse_twice(new[new["area_code"].isin(draft.fresh)]["name"], extract, "区域")
    _refuse_far_away(present, new, extract)
    same = (
        present["level"].isin(new["level"].unique())
        & present["area_code"].map(_origin).isin(origin)
        & ~present["area_code"].isin(draft.fresh)
    )
    _tell_overlap(draft, present[~same], new, extract)
    draft.fresh |= set(new["area_code"])
    gone = present[same & ~present["area_code"].isin(new["area_code"])]
    if same.any():
        draft.report.replaced.append(
            f"境界 {int(same.sum()):,}件を、{extract.path.name} の{len(new):,}件に入れ替えました。"
        )
        sources = draft.tables["sources"]
        older = (
            (sources["kind"] == "boundary")
            & (sources["title"].map(_family) == _family(extract.source["title"]))
            & ~sources["source_id"].isin(file.source_ids)
        )
        draft.tables["sources"] = sources[~older]
    file.rows = file.areas = len(new)
    file.matched["code"] = len(new)
    start = 0 if present.empty else int(present["order"].max()) + 1
    new["order"] = range(start, start + len(new))
    draft.tables["areas"] = stacked_areas(present[~same], new)
    _drop_rows_of(draft, gone, extract.path.name)
    _adopt(draft, new, extract.path.name)
    if "ward" in new and (new["ward"] != "").any():
        wards = pd.DataFrame({"area_code": new["area_code"], "parent": new["ward"], "weight": 1.0, "basis": "counted"})
        replace_membership(draft, WARD_LEVEL, wards[wards["parent"] != ""], extract, only_these=True)


def _tell_overlap(draft: Draft, present: gpd.GeoDataFrame, new: gpd.GeoDataFrame, extract: Extract) -> None:
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
                extract.path.name,
                f"{label}の区域が、前からある{label}の区域と同じ所に重なっています（{named}）。同じ所が、"
                f"二つの{label}に入ります。",
                "どちらかだけを使うときは、そのファイルだけを選んで --replace で作り直してください。両方を使うなら、"
                "このままでかまいません。",
            )
        )


def _refuse_far_away(present: gpd.GeoDataFrame, new: gpd.GeoDataFrame, extract: Extract) -> None:
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
                    extract.path.name,
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
    return code[:5] if KEY_CODE.fullmatch(code) else code.rsplit("/", 1)[0]


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
    counted = [f"{sources_named(draft, pd.Series([source]))} の{number:,}人" for source, number in people.items()]
    lost = f"{'、'.join(counted)}を含む" if people else "その"
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
                f"境界の見つからない区域が{len(found.lost):,}"
                f"件あります（{'、'.join(name for name, _ in list(found.lost)[:5])}）。",
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
        draft.tables[table] = added_up(draft.tables[table].reset_index(drop=True), table)
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
