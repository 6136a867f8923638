"""A small invented city in the layouts of real files, made anew for each test: six 町丁 near 135.57 E, 34.67 N."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from data.commands.import_files import import_city
from data.ingest.options import GivenFile, ImportOptions
from data.store.city import open_city

BANDS = [(start, start + 4) for start in range(0, 85, 5)] + [(85, None)]
NAMES = {
    "27999001001": "架空町一丁目",
    "27999001002": "架空町二丁目",
    "279990020": "夢見町",
    "27999003001": "霞ケ丘一丁目",
    "27999003002": "霞ケ丘二丁目",
    "279990040": "大字雲井",
}
STEP = 0.004


def people(number: int) -> list[int]:
    """Persons by band of the area with that number: all different, so that a slip of a line or a column shows."""
    return [10 * number + place for place in range(len(BANDS))]


class SmallCity:
    """Writes the invented city's files into a folder."""

    codes = tuple(NAMES)
    names = tuple(NAMES.values())
    bands = BANDS
    people = staticmethod(people)
    total = sum(sum(people(number)) for number in range(1, 7))

    def __init__(self, folder: Path):
        self.folder = folder

    def shapes(self, names: dict[str, str] = NAMES) -> gpd.GeoDataFrame:
        """As e-Stat gives them: 夢見町 in two parts of which only E1 carries people, and a pond."""
        rows = [
            {
                "KEY_CODE": code,
                "PREF_NAME": "大阪府",
                "CITY_NAME": "架空市",
                "S_NAME": name,
                "KIGO_E": None,
                "HCODE": 8101,
                "R2KAxx": number,
                "JINKO": sum(people(number)),
                "SETAI": 10,
                "geometry": box(135.57 + number * STEP, 34.67, 135.57 + (number + 1) * STEP, 34.67 + STEP),
            }
            for number, (code, name) in enumerate(names.items(), 1)
        ]
        second = dict(rows[2]) | {
            "KIGO_E": "E2",
            "JINKO": 0,
            "SETAI": 0,
            "geometry": box(135.57 + 3 * STEP, 34.68, 135.57 + 4 * STEP, 34.68 + STEP),
        }
        rows[2]["KIGO_E"] = "E1"
        pond = dict(rows[0]) | {
            "KEY_CODE": "279990050",
            "S_NAME": "大池",
            "HCODE": 8154,
            "JINKO": 0,
            "geometry": box(135.6, 34.7, 135.601, 34.701),
        }
        return gpd.GeoDataFrame([*rows, second, pond], crs="EPSG:6668")

    def boundary(self, name: str = "r2ka27999.geojson", crs: str = "EPSG:6668", encoding: str = "cp932") -> Path:
        path = self.folder / name
        shapes = self.shapes().to_crs(crs)
        shapes.to_file(path, **({"encoding": encoding} if path.suffix == ".shp" else {}))
        if path.suffix == ".shp":
            path.with_suffix(".cpg").unlink()
        return path

    def register_rows(self) -> list[list[str]]:
        header = ["町丁名", "世帯数", "総数", *(f"{low}～{high}歳" if high else f"{low}歳以上" for low, high in BANDS)]
        rows = [
            [name, str(number * 7), str(sum(people(number))), *map(str, people(number))]
            for number, name in enumerate(NAMES.values(), 1)
        ]
        return [["令和6年9月30日現在"], header, *rows]

    def write(self, name: str, rows: list[list[str]], encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes("\r\n".join(",".join(row) for row in [*rows, []]).encode(encoding))
        return path

    def register(self, name: str = "register.csv", encoding: str = "utf-8") -> Path:
        return self.write(name, self.register_rows(), encoding)

    def membership(self, name: str = "membership.csv") -> Path:
        rows = [
            ["KEY_CODE", "S_NAME", "district"],
            *([code, area, "東地区" if place < 3 else "西地区"] for place, (code, area) in enumerate(NAMES.items())),
        ]
        return self.write(name, rows)


@pytest.fixture
def small_city(tmp_path) -> SmallCity:
    folder = tmp_path / "files"
    folder.mkdir()
    return SmallCity(folder)


@pytest.fixture
def run(request, tmp_path, monkeypatch):
    """run(file, ..., **wishes): an import as officials see it, its report and the city; called CITY where a test's file
    says so, else kaku."""
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    usual = getattr(request.module, "CITY", "kaku")

    def run(*files, name=usual, **wishes):
        report = import_city(
            name,
            [GivenFile(file) for file in files],
            ImportOptions(cities=tmp_path / "cities", **wishes),
            lambda words: None,
        )
        return report, open_city(name, tmp_path / "cities")

    return run
