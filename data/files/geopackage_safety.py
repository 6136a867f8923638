"""What a GeoPackage must not hold before a library may read it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from data.files.map_limits import GIVEN, refuse_many
from data.files.problems import refuse


def check_geopackage(path: Path, shown: str) -> None:
    """Only tables with stored values: views, computed columns and virtual tables run what somebody wrote into the
    file."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            base.execute("PRAGMA trusted_schema=OFF")
            base.execute("PRAGMA cell_size_check=ON")
            made = base.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchmany(20_000)
            tables = [name for kind, name, _ in made if kind == "table"]
            if "gpkg_contents" not in tables:
                refuse(shown, "中身はデータベース（SQLite）ですが、GeoPackage ではありません。", GIVEN)
            layers = [
                row[0]
                for row in base.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'").fetchmany(
                    1000
                )
            ]
            _refuse_computed(base, made, layers, shown)
            rows = sum(
                base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                for name in layers
                if name in tables and '"' not in name
            )
    except sqlite3.Error:
        refuse(
            shown,
            "GeoPackage として開けません。途中で切れているか、壊れています。",
            "もう一度ダウンロードするか、作り直してください。",
        )
    refuse_many(rows, 0, shown)


_VIEWS_OF_THE_STANDARD = {"st_spatial_ref_sys", "spatial_ref_sys", "st_geometry_columns", "geometry_columns"}


def _refuse_computed(base: sqlite3.Connection, made: list[tuple[str, str, str]], layers: list[str], shown: str) -> None:
    for kind, name, words in made:
        virtual = re.match(r"\s*CREATE\s+VIRTUAL\s+TABLE", words, re.I) and not re.search(
            r"\bUSING\s+[\"'`\[]?rtree\b", words, re.I
        )
        if virtual or kind == "view" and (name.lower() not in _VIEWS_OF_THE_STANDARD or name in layers):
            refuse(shown, f"計算される表（{name[:40]}）が入っていて、中身が決まりません。", GIVEN)
    for name in (name for kind, name, _ in made if kind == "table"):
        if '"' not in name and any(column[6] in (2, 3) for column in base.execute(f'PRAGMA table_xinfo("{name}")')):
            refuse(shown, f"計算される列が、表「{name[:40]}」に入っていて、中身が決まりません。", GIVEN)
