"""Areas divided among districts and levels of a city's own give nothing back: integer programming over all that is
published."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.indicators.plain_counts import counts
from analysis.indicators.values import figures
from data.store.city import City
from tests.tiny_city import DAY, area_table, bands, stored

SMALL = [f"a{number}" for number in range(12)]
DISTRICTS = {"d0": SMALL[:4], "d1": SMALL[4:8], "d2": SMALL[8:]}
NEEDS = ("買い物", "通院")


def city_of(folder, seed: int, shares: tuple[float, ...] = (), schools: dict[str, list[str]] | None = None) -> City:
    """Twelve small areas in three districts; a3 divided among d0 and the districts after it by `shares`, and school
    areas that may cross districts."""
    random = np.random.default_rng(seed)
    pairs = [
        (code, district, 1.0)
        for district, codes in DISTRICTS.items()
        for code in codes
        if not (shares and code == "a3")
    ]
    pairs += [("a3", f"d{number}", share) for number, share in enumerate(shares)]
    pairs += [(code, school, 1.0) for school, codes in (schools or {}).items() for code in codes]
    each, certified = {need: random.integers(0, 14, 12) for need in NEEDS}, random.integers(0, 25, 12)
    for found in (*each.values(), certified):
        found[3] = 1 + seed % 2  # the divided one is small at every level of sharing
    total = [int(random.integers(max(a, b), a + b + 1)) for a, b in zip(*each.values(), strict=True)]
    needs = [
        (code, "2024-04/2025-03", "centre", need, int(found[i]), "ok")
        for need, found in (each | {"total": total}).items()
        for i, code in enumerate(SMALL)
    ]
    levels = {
        "small_area": dict(zip(SMALL, SMALL, strict=True)),
        "district": {code: code for code in DISTRICTS},
        "city": {"c": "試市"},
    }
    levels |= {"小学校区": {code: code for code in schools}} if schools else {}
    alone = random.integers(0, 40, 12)
    return stored(
        folder,
        {
            "areas": area_table(**levels),
            "membership": pd.DataFrame(pairs, columns=["area_code", "parent_code", "weight"]),
            "population": sum((bands(code, 10, 60, 90, 70) for code in SMALL), []),
            "households": pd.DataFrame(
                [
                    (code, DAY, "hh", kind, int(number))
                    for i, code in enumerate(SMALL)
                    for kind, number in (("total", 200), ("single_elderly", alone[i]))
                ],
                columns=["area_code", "as_of", "source_id", "kind", "households"],
            ),
            "needs": pd.DataFrame(needs, columns=["area_code", "period", "source_id", "need", "persons", "state"]),
            "care": pd.DataFrame(
                [(code, DAY, "care", "65+", "all", int(certified[i]), 160) for i, code in enumerate(SMALL)],
                columns=["area_code", "as_of", "source_id", "age_group", "level", "certified", "insured"],
            ),
        },
        f"divided{seed}",
    )


def published(city: City, key: str, kind: str | None, sharing: str, levels: tuple[str, ...]) -> pd.DataFrame:
    return pd.concat(
        [figures(city, [key], level, kind=kind, sharing=sharing) for level in levels], ignore_index=True
    ).assign(kind=lambda rows: rows["kind"].fillna(""))


def ranges(
    rows: pd.DataFrame, inside: dict[str, dict[str, float]], zero: bool
) -> dict[tuple[str, str], tuple[float, float]]:
    """Least and greatest whole number that each hidden count of a small area can have, for one who knows the shares,
    that parts are whole persons less than one off them, and every number that is shown. zero: a hidden count may be
    0."""
    kinds = list(dict.fromkeys(rows["kind"]))
    number: dict[tuple, int] = {}
    for kind in kinds:
        for code in SMALL:
            number[kind, code] = len(number)
        for parent, parts in inside.items():
            for code, share in parts.items():
                if share < 1:
                    number[kind, code, parent] = len(number)
    lines, low, high = [], [], []

    def say(coefficients: dict, least: float, most: float) -> None:
        line = np.zeros(len(number))
        for key, factor in coefficients.items():
            line[number[key]] += factor
        lines.append(line), low.append(least), high.append(most)

    least, most = np.zeros(len(number)), np.full(len(number), 500.0)
    for row in rows.itertuples():
        shown = row.state == "ok"
        if row.level == "small_area":
            place = number[row.kind, row.area_code]
            least[place], most[place] = (row.numerator, row.numerator) if shown else (0 if zero else 1, 500)
        elif shown:
            parts = {
                (row.kind, code) if share == 1 else (row.kind, code, row.area_code): 1.0
                for code, share in inside[row.area_code].items()
            }
            say(parts, row.numerator, row.numerator)
    for kind in kinds:
        of = {}
        for parent, parts in inside.items():
            for code, share in parts.items():
                if share < 1:
                    say({(kind, code, parent): 1.0, (kind, code): -share}, -0.999, 0.999)
                    of.setdefault(code, []).append(parent)
        for code, parents in of.items():
            say({(kind, code, parent): 1.0 for parent in parents} | {(kind, code): -1.0}, 0, 0)
    if "total" in kinds:
        for code in SMALL:
            for need in NEEDS:
                say({(need, code): 1.0, ("total", code): -1.0}, -np.inf, 0)
            say({("total", code): 1.0} | {(need, code): -1.0 for need in NEEDS}, -np.inf, 0)
    found = {}
    within = LinearConstraint(np.array(lines), low, high) if lines else ()
    for row in rows[(rows["level"] == "small_area") & (rows["state"] == "suppressed")].itertuples():
        goal = np.zeros(len(number))
        goal[number[row.kind, row.area_code]] = 1
        ends = [
            milp(sign * goal, constraints=within, bounds=Bounds(least, most), integrality=np.ones(len(number)))
            for sign in (1, -1)
        ]
        assert all(end.success for end in ends), ends[0].message
        found[row.kind, row.area_code] = (round(ends[0].fun), round(-ends[1].fun))
    return found


def divided_by(shares: tuple[float, ...]) -> dict[str, dict[str, float]]:
    inside = {
        district: dict.fromkeys([code for code in codes if code != "a3"], 1.0) for district, codes in DISTRICTS.items()
    }
    for place, share in enumerate(shares):
        inside[f"d{place}"]["a3"] = share
    return inside | {"c": dict.fromkeys(SMALL, 1.0)}


@pytest.mark.parametrize("sharing", ["public", "council"])
@pytest.mark.parametrize("shares", [(0.37, 0.63), (0.97, 0.03), (0.5, 0.2, 0.3)])
@pytest.mark.parametrize(("key", "kind"), [("need_persons", "total,買い物,通院"), ("care_certification_rate", None)])
def test_a_divided_area_is_not_found_by_whole_numbers(tmp_path, key, kind, shares, sharing):
    for seed in range(3):
        rows = published(city_of(tmp_path, seed, shares), key, kind, sharing, ("small_area", "district", "city"))
        shown = rows.loc[rows["state"] == "ok", "numerator"].astype(float)
        assert (shown == shown.round()).all()  # whole persons
        assert (rows["state"] == "suppressed").any()
        for one, (low, high) in ranges(rows, divided_by(shares), zero=False).items():
            assert high > low, one


CROSSING = {"s0": SMALL[:3], "s1": SMALL[3:7], "s2": SMALL[7:]}
FINER = {f"s{number}": SMALL[2 * number : 2 * number + 2] for number in range(6)}
WIDER = {"s0": SMALL[:8], "s1": SMALL[8:]}


@pytest.mark.parametrize(("schools", "told"), [(CROSSING, False), (FINER, False), (WIDER, True)])
def test_where_people_live_alone_is_not_told_by_a_level_of_the_citys_own(tmp_path, schools, told):
    city = city_of(tmp_path, 4, schools=schools)
    by_school = counts(city, "小学校区", ["single_elderly"])
    assert by_school["numerator"].notna().all() if told else (by_school["state"] == "suppressed").all()
    assert counts(city, "district", ["single_elderly"])["numerator"].notna().all()
    assert counts(city, "小学校区", ["single_elderly"], sharing="council")["numerator"].notna().all()
    assert told or "境目の合わない区域" in by_school["source"].iloc[0]
    rows = published(city, "single_elderly_rate", None, "public", ("small_area", "小学校区", "district", "city"))
    inside = (
        divided_by(())
        | {"d0": dict.fromkeys(SMALL[:4], 1.0)}
        | {code: dict.fromkeys(codes, 1.0) for code, codes in schools.items()}
    )
    found = ranges(rows, inside, zero=True)
    assert len(found) == 12
    assert all(high > low for low, high in found.values())


def test_a_district_of_one_small_area_tells_no_more_than_that_area(tmp_path, monkeypatch):
    monkeypatch.setitem(DISTRICTS, "d1", ["a4"])
    monkeypatch.setitem(DISTRICTS, "d2", SMALL[5:])
    found = counts(city_of(tmp_path, 1), "district", ["single_elderly"]).set_index("area_code")["state"]
    assert found["d1"] == "suppressed"
    assert (found == "suppressed").sum() == 2  # with one alone the city's number would give it back
