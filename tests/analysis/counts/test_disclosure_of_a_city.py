"""Hidden counts stay hidden through the door that every page, book and command uses: attacks on what is shown."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from analysis.indicators import plain_counts, unreached
from analysis.indicators.values import figures
from data.store.city import City
from tests.tiny_city import DAY, SIDE, area_table, at, bands, parents, stored


@pytest.fixture(scope="module")
def secret_city(tmp_path_factory):
    """secret_city(seed): one of the cities of the attacks, stored once; nothing changes it."""
    folder = tmp_path_factory.mktemp("secrets")
    return functools.cache(lambda seed: stored_secret(folder, seed))


def stored_secret(folder: Path, seed: int) -> City:
    random = np.random.default_rng(seed)
    number = 9
    small = [f"a{i}" for i in range(number)]
    each = {need: random.integers(0, 14, number) for need in ("買い物", "通院")}
    total = [int(random.integers(max(a, b), a + b + 1)) for a, b in zip(*each.values(), strict=True)]
    needs = [
        (code, "2024-04/2025-03", "centre", need, int(counts[i]), "ok")
        for i, code in enumerate(small)
        for need, counts in (each | {"total": total}).items()
    ]
    single = random.integers(0, 25, number)
    households = [
        (code, DAY, "hh", kind, int(count))
        for i, code in enumerate(small)
        for kind, count in (("total", 200), ("single_elderly", single[i]))
    ]
    tables = {
        "areas": area_table(
            small_area={code: code for code in small},
            neighbourhood={f"n{i}": f"会{i}" for i in range(4)},
            district={"d0": "東", "d1": "西"},
            city={"c": "試市"},
        ),
        "membership": parents(
            *[(code, f"n{i % 4}") for i, code in enumerate(small)], *[(f"n{i}", f"d{i // 2}") for i in range(4)]
        ),
        "population": sum((bands(code, 10, 60, 40, 30) for code in small), []),
        "households": pd.DataFrame(households, columns=["area_code", "as_of", "source_id", "kind", "households"]),
        "needs": pd.DataFrame(needs, columns=["area_code", "period", "source_id", "need", "persons", "state"]),
        "care": pd.DataFrame(
            [(code, DAY, "care", "65+", "all", int(random.integers(0, 25)), 70) for code in small],
            columns=["area_code", "as_of", "source_id", "age_group", "level", "certified", "insured"],
        ),
        "resources": pd.DataFrame(
            [
                {
                    "resource_id": f"s{i}",
                    "kind": "salon",
                    "participants": int(random.integers(0, 20)),
                    **at(i * SIDE + 500, 500),
                }
                for i in range(number)
            ]
        ),
    }
    uses = {use: random.integers(0, 14, number) for use in ("通所・入浴", "訪問・掃除")}
    users = [int(random.integers(max(a, b), a + b + 1)) for a, b in zip(*uses.values(), strict=True)]
    tables["service_use"] = pd.DataFrame(
        [
            (code, DAY, "centre", use, int(counts[i]))
            for i, code in enumerate(small)
            for use, counts in (uses | {"total": users}).items()
        ],
        columns=["area_code", "as_of", "source_id", "item", "persons"],
    )
    return stored(folder, tables, f"secret{seed}")


LEVELS = ("small_area", "neighbourhood", "district", "city")
TOGETHER = {"total": ("買い物", "通院"), "service_total": ("通所・入浴", "訪問・掃除")}  # persons with any of these
KINDS = {total: ",".join((total, *items)) for total, items in TOGETHER.items()}
SECRETS = [
    ("single_elderly_rate", None),
    ("care_certification_rate", None),
    ("salon_participation_rate", None),
    ("need_density_households", KINDS["total"]),
    ("need_persons", KINDS["total"]),
    ("need_persons", KINDS["service_total"]),
    ("need_density_households", KINDS["service_total"]),
]


def shown_and_true(city: City, key: str, kind: str | None, sharing: str, monkeypatch) -> pd.DataFrame:
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    shown, true = (
        pd.concat([figures(city, [key], level, kind=kind, sharing=level_of) for level in LEVELS], ignore_index=True)
        for level_of in (sharing, "internal")
    )
    return shown.assign(truth=true["numerator"])


@pytest.mark.parametrize("sharing", ["public", "council"])
@pytest.mark.parametrize(("key", "kind"), SECRETS)
@pytest.mark.parametrize("seed", range(2))
def test_hidden_counts_cannot_be_worked_out_from_what_is_shown(secret_city, monkeypatch, seed, key, kind, sharing):
    city = secret_city(seed)
    rows = shown_and_true(city, key, kind, sharing, monkeypatch)
    threshold = city.threshold(sharing)
    hidden = rows["state"] == "suppressed"
    small = (rows["truth"] > 0) & (rows["truth"] <= threshold)
    assert hidden[small].all()
    guarded = ((sharing == "public") & (key == "single_elderly_rate") & rows["level"].isin(NEAR)).to_numpy()
    assert not hidden[(rows["truth"] == 0) & ~guarded].any()
    assert rows.loc[hidden, ["numerator", "value", "lower", "upper"]].isna().all(axis=None)
    assert (rows.loc[~hidden, "numerator"] == rows.loc[~hidden, "truth"]).all()
    for low, high in attacked(rows, hidden.to_numpy(), guarded):
        assert high - low >= 1 - 1e-6


def attacked(rows: pd.DataFrame, hidden: np.ndarray, guarded: np.ndarray) -> list[tuple[float, float]]:
    """Least and greatest value of each hidden count (0 only where whatever stands there is hidden), given all shown
    ones, how areas add up and how needs lie within 実人数."""
    place = {key: i for i, key in enumerate(zip(rows["kind"].fillna(""), rows["area_code"], strict=True))}
    inside = {"c": [f"a{i}" for i in range(9)]} | {f"n{n}": [f"a{i}" for i in range(9) if i % 4 == n] for n in range(4)}
    inside |= {f"d{d}": [f"a{i}" for i in range(9) if i % 4 // 2 == d] for d in range(2)}
    equal, below = [], []
    for kind in rows["kind"].fillna("").unique():
        for parent, parts in inside.items():
            row = np.zeros(len(rows))
            row[[place[kind, part] for part in parts]], row[place[kind, parent]] = 1, -1
            equal.append(row)
    for total, items in TOGETHER.items():
        for code in rows["area_code"].unique() if (total, "c") in place else ():
            together = np.zeros(len(rows))
            together[place[total, code]] = 1
            for need in items:
                row = np.zeros(len(rows))
                row[place[need, code]], row[place[total, code]] = 1, -1
                together[place[need, code]] = -1
                below.append(row)
            below.append(together)
    bounds = [
        (0 if anything else 1, 500) if secret else (count, count)
        for secret, anything, count in zip(hidden, guarded, rows["truth"], strict=True)
    ]
    found = []
    for cell in np.flatnonzero(hidden):
        goal = np.eye(len(rows))[cell]
        low, high = (
            linprog(
                sign * goal,
                np.array(below) if below else None,
                np.zeros(len(below)) if below else None,
                np.array(equal),
                np.zeros(len(equal)),
                bounds,
            )
            for sign in (1, -1)
        )
        assert low.status == high.status == 0
        found.append((low.fun, -high.fun))
    return found


def test_the_same_cells_are_hidden_whatever_is_asked_for(secret_city):
    city = secret_city(1)
    hidden = [
        figures(city, [key], "neighbourhood", kind="買い物")["state"].eq("suppressed").tolist()
        for key in ("need_density_households", "need_density_elderly")
    ]
    together = figures(city, ["need_density_elderly"], "neighbourhood", kind="total,通院,買い物")
    assert hidden[0] == hidden[1] == together.loc[together["kind"] == "買い物", "state"].eq("suppressed").tolist()
    assert any(hidden[0])
    counted = plain_counts.counts(city, "small_area", ["single_elderly"])["state"].eq("suppressed").tolist()
    assert counted == figures(city, ["single_elderly_rate"], "small_area")["state"].eq("suppressed").tolist()
    assert any(counted)


def test_reach_of_those_living_alone_says_no_more_than_is_shown(secret_city, monkeypatch):
    city = secret_city(2)
    hidden = figures(city, ["single_elderly_rate"], "small_area")["state"].eq("suppressed")
    reached = figures(city, ["coverage"], "small_area", group="single", distance="300,500,800")
    for _, rows in reached.groupby("distance_m"):
        assert (rows["state"].to_numpy()[hidden] == "suppressed").all()
        for part in (rows["numerator"], rows["denominator"] - rows["numerator"]):
            assert not ((part > 0) & (part < 9.5)).any()
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert figures(city, ["coverage"], "district", group="single", sharing="internal")["state"].tolist() == ["ok", "ok"]
    gaps = unreached.unreached(city, "salon", 500, "single")
    assert gaps.loc[gaps["state"] == "suppressed", "outside"].isna().all()


def test_two_truths_that_look_the_same_give_the_same_reach(tmp_path, monkeypatch):
    """Whatever hides behind the shown counts, nothing that is worked out from them may tell it."""
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    shown, exact = [], []
    for name, alone in (("one", (3, 8, 30, 40)), ("other", (8, 3, 30, 40))):
        households = [(f"a{i}", DAY, "hh", "single_elderly", number) for i, number in enumerate(alone)]
        city = stored(
            tmp_path,
            {
                "areas": area_table(
                    small_area={f"a{i}": f"{i}丁目" for i in range(4)}, district={"d0": "東"}, city={"c": "試市"}
                ),
                "membership": parents(*[(f"a{i}", "d0") for i in range(4)]),
                "population": sum((bands(f"a{i}", 10, 60, 60, 40) for i in range(4)), []),
                "households": pd.DataFrame(
                    households, columns=["area_code", "as_of", "source_id", "kind", "households"]
                ),
                "resources": pd.DataFrame([{"resource_id": "s", "kind": "salon", **at(100, 500)}]),
            },
            name,
        )
        options = {"kind": "salon", "distance": "300,500,800", "group": "single"}
        shown.append(
            pd.concat([figures(city, ["coverage"], level, **options) for level in ("small_area", "district", "city")])
        )
        exact.append(figures(city, ["coverage"], "district", sharing="internal", **options)["numerator"].tolist())
    pd.testing.assert_frame_equal(*shown)
    assert exact[0] != exact[1]


NEAR = ("small_area", "neighbourhood")


@pytest.mark.parametrize("level", NEAR)
def test_in_public_nothing_tells_below_districts_where_people_live_alone(secret_city, level):
    """Neither large numbers nor 0: they would guide a burglar. The council and the districts see what is not small."""
    city = secret_city(2)
    parts = [figures(city, ["single_elderly_rate"], level, kind=kind) for kind in ("persons", "households")]
    parts += [
        figures(city, ["coverage"], level, group="single", distance="300,800"),
        figures(city, ["mimamori_rate"], level),
        plain_counts.counts(city, level, ["single_elderly"]),
    ]
    for rows in parts:
        told = rows[["numerator", "denominator", "value"]].where(rows["state"] != "suppressed")
        assert not (rows["indicator"].isin(["single_elderly", "single_elderly_rate"]) & rows["numerator"].notna()).any()
        assert not (rows["indicator"].isin(["coverage", "mimamori_rate"]) & rows["denominator"].notna()).any()
        assert not (told["value"] > 0).any()
    assert "人数によりません" in parts[0]["source"].iloc[0]
    outside = unreached.unreached(city, "salon", 500, "single", level=level)
    assert not (outside["persons"] > 0).any() and not (outside["outside"] > 0).any()
    shown = figures(city, ["single_elderly_rate"], level, sharing="council")
    assert (shown["numerator"] > 2).any()
    assert figures(city, ["single_elderly_rate"], "district")["numerator"].notna().any()


def clubs_city(tmp_path, **second) -> City:
    clubs = [
        {"resource_id": "big", "kind": "salon", "participants": 40, "started": "2010-04-01", **at(500, 500)},
        {"resource_id": "small", "kind": "salon", "participants": 4, "started": "2022-04-01", **at(600, 500)} | second,
        {
            "resource_id": "team",
            "kind": "mimamori",
            "watched_households": 30,
            "started": "2010-04-01",
            "area_code": "a0",
        },
        {"resource_id": "two", "kind": "mimamori", "watched_households": 3, "started": "2022-04-01", "area_code": "a0"},
    ]
    alone = [
        (code, day, "hh", kind, number)
        for code in ("a0", "a1")
        for day in ("2020-04-01", DAY)
        for kind, number in (("total", 300), ("single_elderly", 80))
    ]
    return stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一丁目", "a1": "二丁目"}, district={"d": "東"}, city={"c": "試市"}),
            "membership": parents(("a0", "d"), ("a1", "d")),
            "population": sum(
                (
                    bands(code, 10, 60, 60, 40) + bands(code, 12, 62, 58, 38, as_of="2020-04-01")
                    for code in ("a0", "a1")
                ),
                [],
            ),
            "households": pd.DataFrame(alone, columns=["area_code", "as_of", "source_id", "kind", "households"]),
            "resources": pd.DataFrame(clubs),
        },
    )


def test_kinds_together_do_not_give_back_a_kind_that_is_hidden(tmp_path):
    city = clubs_city(tmp_path, kind="ibasho")
    both, salon, ibasho = (
        figures(city, ["salon_participation_rate"], "district", kind=kind).iloc[0]
        for kind in ("salon+ibasho", "salon", "ibasho")
    )
    assert (salon["numerator"], ibasho["state"]) == (40, "suppressed")
    assert both["state"] == "suppressed" and np.isnan(both["numerator"])


@pytest.mark.parametrize("key", ["salon_participation_rate", "mimamori_rate"])
def test_two_dates_do_not_give_back_what_began_between_them(tmp_path, key):
    city = clubs_city(tmp_path)
    before, after = (figures(city, [key], "district", as_of=date)["numerator"].iloc[0] for date in ("2020-04-01", DAY))
    assert after in (44, 33) and before == after
