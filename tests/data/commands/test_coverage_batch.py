"""The command coverage-batch: tables in, CSV out, true metres only, and the same figures on a dask cluster."""

from __future__ import annotations

import io
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod, Transformer

from analysis.methods import coverage_batch as batch
from data.commands import coverage_batch

ZONE = 6677  # zone IX, round 139.83 E 36 N


def tables(folder, seed: int = 1, points: int = 300, sites: int = 40, degrees: bool = False):
    random = np.random.default_rng(seed)
    at = {"x": random.uniform(-3000, 3000, points + sites), "y": random.uniform(-3000, 3000, points + sites)}
    if degrees:
        lon, lat = Transformer.from_crs(ZONE, 6668, always_xy=True).transform(at["x"], at["y"])
        at = {"lon": lon, "lat": lat}
    people = pd.DataFrame(
        {"area_code": [f"0{random.integers(1, 20):04}" for _ in range(points)], "persons": random.uniform(0, 9, points)}
        | {k: v[:points] for k, v in at.items()}
    )
    places = pd.DataFrame({"kind": random.choice(["salon", "shop"], sites)} | {k: v[points:] for k, v in at.items()})
    people.to_csv(folder / "areas.csv", index=False)
    places.to_parquet(folder / "sites.parquet")
    return people, places


def called(folder, *more):
    code = coverage_batch.main(
        [str(folder / "sites.parquet"), str(folder / "areas.csv"), "--out", str(folder / "out.csv"), *more]
    )
    return code, pd.read_csv(folder / "out.csv", dtype={"area": str}) if (folder / "out.csv").exists() else None


def said(capsys, folder, *more) -> str:
    assert called(folder, *more)[0] == coverage_batch.REFUSED
    return capsys.readouterr().err


def test_tables_in_and_coverage_out(tmp_path):
    people, places = tables(tmp_path)
    code, found = called(tmp_path, "--crs", str(ZONE), "--distances", "300,1000")
    assert code == 0 and len(found) == people["area_code"].nunique() * 2 * 2
    assert (
        found["area"].drop_duplicates().tolist() == people["area_code"].drop_duplicates().tolist()
    )  # with the leading 0
    one = found[(found["kind"] == "shop") & (found["distance_m"] == 1000)].set_index("area")
    for area, rows in people.groupby("area_code"):
        gap = np.hypot(
            *(
                rows[["x", "y"]].to_numpy()[:, None] - places.loc[places["kind"] == "shop", ["x", "y"]].to_numpy()
            ).transpose(2, 0, 1)
        )
        assert one.loc[area, "reached"] == pytest.approx(rows["persons"][gap.min(axis=1) <= 1000].sum(), rel=1e-12)


def test_degrees_and_the_plane_agree_near_the_middle_of_the_zone(tmp_path):
    """There the plane is 0.01 % short, which moves a person or two over a limit at the most."""
    for name in ("plane", "degrees"):
        (tmp_path / name).mkdir()
        tables(tmp_path / name, degrees=name == "degrees")
    plane, degrees = called(tmp_path / "plane", "--crs", str(ZONE))[1], called(tmp_path / "degrees")[1]
    assert (plane["share"] - degrees["share"]).abs().max() < 0.03 and (
        plane["share"] - degrees["share"]
    ).abs().mean() < 0.001


def test_a_step_over_the_limit_is_seen_in_degrees(tmp_path):
    lon, lat, _ = Geod(ellps="GRS80").fwd(
        [139.0] * 2, [36.0] * 2, [70, 70], [799.9, 800.1]
    )  # the ellipsoid itself as second way
    pd.DataFrame({"area_code": ["a", "b"], "persons": [1, 1], "lon": lon, "lat": lat}).to_csv(
        tmp_path / "areas.csv", index=False
    )
    pd.DataFrame({"kind": ["salon"], "lon": [139.0], "lat": [36.0]}).to_parquet(tmp_path / "sites.parquet")
    assert called(tmp_path, "--distances", "800")[1]["reached"].tolist() == [1, 0]


def test_web_mercator_would_be_wrong_and_is_refused(tmp_path, capsys):
    """At 36 degrees north 800 of its "metres" are some 650 true ones."""
    onto = Transformer.from_crs(3857, 6668, always_xy=True)
    x, y = Transformer.from_crs(6668, 3857, always_xy=True).transform(139, 36)
    (lon, lat), (east, north) = onto.transform(x, y), onto.transform(x + 800, y)
    true = Geod(ellps="GRS80").inv(lon, lat, east, north)[2]
    assert 645 < true < 652
    tables(tmp_path)
    assert "約650 m" in said(capsys, tmp_path, "--crs", "3857")


def test_what_is_wrong_is_said_in_words(tmp_path, capsys):
    people, places = tables(tmp_path)
    assert "座標系が分からない" in said(capsys, tmp_path)
    assert "緯度・経度" in said(capsys, tmp_path, "--crs", "6668")
    assert "という座標系はありません" in said(capsys, tmp_path, "--crs", "999999")
    assert "--distances" in said(capsys, tmp_path, "--crs", "6677", "--distances", "近く")
    assert "距離は0より" in said(capsys, tmp_path, "--crs", "6677", "--distances", "0")
    assert "求める種類" in said(capsys, tmp_path, "--crs", "6677", "--kinds", "clinic")
    people.rename(columns={"persons": "people"}).to_csv(tmp_path / "areas.csv", index=False)
    assert "列 persons がありません" in said(capsys, tmp_path, "--crs", "6677")
    people.assign(persons="X").to_csv(tmp_path / "areas.csv", index=False)
    assert "数でないもの" in said(capsys, tmp_path, "--crs", "6677")
    people.assign(area_code="").to_csv(tmp_path / "areas.csv", index=False)
    assert "空欄が300件" in said(capsys, tmp_path, "--crs", "6677")
    people.assign(x=139.1, y=36.2).to_csv(tmp_path / "areas.csv", index=False)
    assert "度）のようです" in said(capsys, tmp_path, "--crs", "6677")
    people.drop(columns="x").to_csv(tmp_path / "areas.csv", index=False)
    assert "列 x・y" in said(capsys, tmp_path, "--crs", "6677")
    people.assign(x=np.nan).to_csv(tmp_path / "areas.csv", index=False)
    assert "位置の分からない地点" in said(capsys, tmp_path, "--crs", "6677")
    people.to_csv(tmp_path / "areas.csv", index=False)
    places.assign(x=np.nan).to_parquet(tmp_path / "sites.parquet")
    assert "位置の分かる場所がありません" in said(capsys, tmp_path, "--crs", "6677")
    (tmp_path / "sites.parquet").write_bytes(b"no table")
    assert "表として読めません" in said(capsys, tmp_path, "--crs", "6677")
    (tmp_path / "sites.parquet").unlink()
    assert "見つかりません" in said(capsys, tmp_path, "--crs", "6677")
    assert not (tmp_path / "out.csv").exists()


def test_sites_without_a_position_are_left_out_and_said(tmp_path, capsys):
    _, places = tables(tmp_path)
    places.loc[[3, 5], "x"] = np.nan
    places.to_parquet(tmp_path / "sites.parquet")
    assert called(tmp_path, "--crs", "6677")[0] == coverage_batch.WARNED
    assert "2件を除きました" in capsys.readouterr().err


def test_excels_encoding_and_formulas_in_names(tmp_path, capsysbinary):
    (tmp_path / "sites.csv").write_text("kind,名前,x,y\n=1+1,集会所,1000,0\n", encoding="cp932")
    (tmp_path / "areas.csv").write_text("﻿area_code,persons,x,y\n01,,1010,0\n02,3,1020,0\n", encoding="utf-8")
    assert (
        coverage_batch.main(
            [str(tmp_path / "sites.csv"), str(tmp_path / "areas.csv"), "--crs", "EPSG:6677", "--distances", "500"]
        )
        == 0
    )
    found = pd.read_csv(io.BytesIO(capsysbinary.readouterr().out), dtype={"area": str})
    assert found["area"].tolist() == ["01", "02"] and found["state"].tolist() == ["not_in_source", "ok"]
    assert found["reached"].isna().tolist() == [True, False] and not found["kind"].str.startswith("=").any()


CLUSTER = """
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        input()
"""


def test_a_cluster_of_two_workers_gives_the_same_figures(tmp_path, monkeypatch):
    """The cluster runs elsewhere, where this program is not installed, as one of several machines would."""
    pytest.importorskip("distributed")
    tables(tmp_path, points=3000, sites=200)
    monkeypatch.setattr(batch.pieces, "__defaults__", (200,))  # several pieces
    monkeypatch.setattr(batch.coverage, "__defaults__", (batch.in_turn, 200))
    assert called(tmp_path, "--crs", str(ZONE))[0] == 0
    here = (tmp_path / "out.csv").read_bytes()
    (tmp_path / "cluster.py").write_text(CLUSTER, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "cluster.py"], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as cluster:
        assert called(tmp_path, "--crs", str(ZONE), "--scheduler", cluster.stdout.readline().strip())[0] == 0
        cluster.communicate("\n")
    assert (tmp_path / "out.csv").read_bytes() == here


def test_a_scheduler_that_is_not_there_is_said(tmp_path, capsys, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(coverage_batch, "PATIENCE", "1s")
    tables(tmp_path)
    assert "dask につながりません" in said(capsys, tmp_path, "--crs", "6677", "--scheduler", "tcp://127.0.0.1:9")
    monkeypatch.setitem(__import__("sys").modules, "dask.distributed", None)
    assert "pip install dask" in said(capsys, tmp_path, "--crs", "6677", "--scheduler", "tcp://127.0.0.1:9")
