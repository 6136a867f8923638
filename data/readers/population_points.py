"""Where people live, finer than the areas: population meshes (e-Stat 地域メッシュ統計, 国土数値情報
将来推計人口メッシュ) and buildings.

e-Stat: one line of codes (KEY_CODE, HTKSYORI, HTKSAKI, GASSAN, T001141001 ...), one of labels; 国土数値情報: shapes
with MESH_ID and PTN_2020 ... Buildings: polygons of OpenStreetMap (field `building`) or of a city (階数, 建物用途),
weighed by their floor space.
"""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import pandas as pd

from data.files import mesh_codes
from data.files.cells import MOST, read_number
from data.files.extract import Extract, Options
from data.files.geofile import fields, geometry_type, read_shapes
from data.files.opened import Opened
from data.files.problems import Problem, Problems, Refused
from data.files.sheet import Sheet
from data.files.table_date import Dating
from data.store.schema import TABLES
from data.text.plain_text import plain_text

KIND = "people"
LABEL = "人口メッシュ・建物"

KEYS = ("KEY_CODE", "KEYCODE", "MESH_ID", "MESHCODE", "メッシュコード")
AREA_FIELDS = {"HYOSYO", "CITYNAME", "NAME"}  # of the tables of small areas, whose codes look like cells
# The first tables (人口総数 ...) of the 1 km, 500 m and 250 m meshes by census; the files name no year.
MESH_TABLES = {
    **dict.fromkeys(("T001140", "T001141", "T001142"), "2020-10-01"),
    **dict.fromkeys(("T000846", "T000847", "T000876"), "2015-10-01"),
    **dict.fromkeys(("T000608", "T000609", "T000649"), "2010-10-01"),
    **dict.fromkeys(("T000148", "T000387", "T000652"), "2005-10-01"),
}
SUPPRESSED = ("*", "X", "-", "")
STOREYS = ("building:levels", "building_levels", "storeysAboveGround", "階数", "地上階数")
USES = ("building", "usage", "用途", "建物用途")
NOBODY_LIVES = re.compile(
    r"garage|shed|roof|greenhouse|industrial|retail|commercial|warehouse|school|church|shrine|temple|office|"
    r"hospital|hangar|barn|工場|倉庫|店舗|学校|商業|業務|官公庁|運輸|農林|供給"
)
HOMES_WITH_SHOPS = re.compile(r"house|residential|apartment|住宅|共同")


def recognises(opened: Opened) -> bool:
    if opened.is_geo:
        names = fields(opened)
        mesh_of_people = any(name in KEYS for name in names) and any(
            re.fullmatch(r"PTN_?\d{4}", name) for name in names
        )
        return mesh_of_people or (
            "Polygon" in geometry_type(opened)
            and "highway" not in names
            and any(name in ("building", "建物用途", "usage") for name in names)
        )
    return any(_head(sheet) is not None for sheet in opened.sheets)


def _head(sheet: Sheet) -> tuple[int, int] | None:
    """Columns of the code and of the persons in a mesh table; None where it is none."""
    if len(sheet.rows) < 2:
        return None
    names = [plain_text(cell) for cell in sheet.rows[0]]
    code = next((place for place, name in enumerate(names) if name in KEYS), None)
    if code is None or AREA_FIELDS & set(names):
        return None
    labels = [plain_text(cell) for cell in sheet.rows[1]]
    whole = [place for place, name in enumerate(names) if re.fullmatch(r"T\d{6}001", name)]
    told = [place for place, label in enumerate(labels) if re.search(r"人口.*総数|^人口$|総人口", label)] + [
        place for place, name in enumerate(names) if name in ("人口", "総人口", "人口総数", "POP", "JINKO")
    ]
    places = whole or told
    return (code, places[0]) if places else None


def read(opened: Opened, options: Options) -> Extract:
    """Table `people_points`: kind, lat, lon, weight (persons; buildings: square metres of floor); only shares within an
    area are used.

    Suppressed cells have no weight: their people stand in the cell they were added to. Raises Refused for codes that
    are no mesh, counts that are no numbers, and a file in which nobody lives.
    """
    problems: list[Problem] = Problems()
    assumed: list[str] = []
    if opened.is_geo:
        rows, source = _of_shapes(opened, problems)
    else:
        rows, source = _of_table(opened, problems, options.as_of, assumed)
    if any(problem.severity == "refuse" for problem in problems):
        raise Refused(problems)
    rows = rows[rows["weight"] > 0]
    if rows.empty:
        raise Refused(
            [
                *problems,
                opened.problem(
                    "refuse", "人のいる場所が一つもありません。", "市の範囲の、人口の入ったファイルを指定してください。"
                ),
            ]
        )
    return Extract(
        KIND,
        opened.path,
        {"people_points": TABLES["people_points"].fit(rows)},
        {"kind": KIND} | source,
        problems,
        assumed=assumed,
    )


def _of_table(
    opened: Opened, problems: list[Problem], as_of: str | None, assumed: list[str]
) -> tuple[pd.DataFrame, dict[str, Any]]:
    sheet, head = next(((sheet, head) for sheet in opened.sheets if (head := _head(sheet))), (None, None))
    if sheet is None or head is None:
        raise Refused(
            [
                opened.problem(
                    "refuse",
                    "メッシュコードと人口の列が見つかりません。",
                    "e-Stat の地域メッシュ統計を、加工せずに指定してください。",
                )
            ]
        )
    code, people = head
    lines = [
        (number, line) for number, line in enumerate(sheet.rows[1:], 2) if len(line) > max(code, people) and line[code]
    ]
    if lines and not mesh_codes.is_code(lines[0][1][code]):
        lines = lines[1:]  # the line that explains the columns
    cells = pd.DataFrame(
        {"code": [line[code] for _, line in lines], "people": [line[people] for _, line in lines]},
        index=[number for number, _ in lines],
        dtype="str",
    )
    rows = _cells(cells, sheet, problems)
    name = next((cell for cell in map(plain_text, sheet.rows[0]) if re.fullmatch(r"T\d{6}001", cell)), "")
    dating = Dating(opened, as_of, problems, assumed)
    year = MESH_TABLES.get(name[:7])
    if year:
        dating.inside({year})
    return rows, {
        "title": "国勢調査 地域メッシュ統計" if name else opened.path.stem,
        "publisher": "総務省統計局" if name else None,
        "as_of": year or dating.outside(),
        "licence": "政府標準利用規約（出典の記載が必要）" if name else None,
    }


def _cells(cells: pd.DataFrame, sheet: Sheet | Opened, problems: list[Problem]) -> pd.DataFrame:
    """Rows of the table from codes and persons; the index is the line in the file."""
    known = cells["code"].map(mesh_codes.is_code)
    for line, code in cells.loc[~known, "code"].head(5).items():
        problems.append(
            sheet.problem(
                "refuse",
                "地域メッシュコード（8～10桁）ではありません。",
                "1km・500m・250mメッシュのファイルを指定してください。",
                row=int(line),
                value=code,
            )
        )
    plain = cells["people"].map(plain_text)
    hidden = plain.isin(SUPPRESSED)
    read = (
        cells["people"].where(~hidden, "").map(lambda cell: read_number(cell, decimals=True))
    )  # projections count parts of persons
    number = read.map(lambda found: found.value).astype(float)
    for line, cell in cells.loc[~hidden & ~number.between(0, MOST), "people"].head(5).items():
        problems.append(
            sheet.problem(
                "refuse",
                f"人数ではありません。{read[line].why.removeprefix('数ではありません。')}",
                "数を直すか、分からないときは空欄にしてください。",
                row=int(line),
                value=cell,
            )
        )
    if stars := int((plain == "*").sum()):
        problems.append(
            sheet.problem("info", f"人数の少ないため秘匿された{stars:,}区画は、合算先の区画の人として読みました。")
        )
    if not known.all():
        return pd.DataFrame(columns=["kind", "lat", "lon", "weight"])
    again = cells["code"].duplicated()
    if again.any():
        problems.append(
            sheet.problem(
                "refuse",
                "同じメッシュの行が二つあります。",
                "どちらかを消してください。",
                row=int(cells.index[again][0]),
                value=cells.loc[again, "code"].iloc[0],
            )
        )
    found = [mesh_codes.middle(code) for code in cells["code"]]
    return pd.DataFrame(found, columns=["lat", "lon", "kind"]).assign(weight=number.fillna(0).to_numpy(float))


def _of_shapes(opened: Opened, problems: list[Problem]) -> tuple[pd.DataFrame, dict[str, Any]]:
    shapes = read_shapes(opened, problems)
    key = next((name for name in KEYS if name in shapes), None)
    years = sorted(name for name in shapes if re.fullmatch(r"PTN_?\d{4}", str(name)))
    if key and years:  # the first year is the census, the others are projections
        cells = pd.DataFrame({"code": shapes[key].map(_digits), "people": shapes[years[0]].map(_written)}).set_axis(
            shapes["row"], axis=0
        )
        year = years[0][-4:]
        return _cells(cells, opened, problems), {
            "title": f"国土数値情報 将来推計人口メッシュ（{year}年）",
            "publisher": "国土交通省",
            "address": "https://nlftp.mlit.go.jp/ksj/",
            "as_of": f"{year}-10-01",
        }
    if not shapes.geom_type.isin(["Polygon", "MultiPolygon"]).any():
        raise Refused(
            [
                *problems,
                opened.problem(
                    "refuse",
                    "人口メッシュでも、建物の形でもありません。",
                    "人口メッシュ（MESH_ID と PTN_2020 など）か、建物の形のファイルを指定してください。",
                ),
            ]
        )
    return _buildings(shapes[shapes.geom_type.isin(["Polygon", "MultiPolygon"])], opened, problems)


def _buildings(
    shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Middles of buildings in which people may live, weighed by ground x storeys (one where not known)."""
    use = next(
        (shapes[name].astype("string").fillna("") for name in USES if name in shapes),
        pd.Series("", index=shapes.index, dtype="string"),
    )
    lived_in = ~use.map(lambda words: bool(NOBODY_LIVES.search(words)) and not HOMES_WITH_SHOPS.search(words)).astype(
        bool
    )
    if out := int((~lived_in).sum()):
        problems.append(
            opened.problem(
                "info", f"工場・店・学校など、人の住まない建物{out:,}棟を除き、{int(lived_in.sum()):,}棟を読みました。"
            )
        )
    homes = shapes[lived_in]
    storeys = (
        next(
            (pd.to_numeric(homes[name], errors="coerce") for name in STOREYS if name in homes),
            pd.Series(1.0, index=homes.index),
        )
        .fillna(1)
        .clip(lower=1)
    )
    middle = homes.geometry.representative_point()
    ground = homes.to_crs(homes.estimate_utm_crs()).area if len(homes) else pd.Series(dtype=float)
    osm = "building" in shapes
    source = (
        {
            "title": "OpenStreetMap（建物）",
            "publisher": "© OpenStreetMap contributors",
            "address": "https://www.openstreetmap.org/copyright",
            "licence": "ODbL 1.0",
        }
        if osm
        else {"title": opened.path.stem}
    )
    return pd.DataFrame({"kind": "buildings", "lat": middle.y, "lon": middle.x, "weight": ground * storeys}), source


def _digits(value: object) -> str:
    return str(int(value)) if isinstance(value, int | float) and value == value else str(value).strip()


def _written(value: object) -> str:
    return "" if value is None or value != value else str(value)
