import numpy as np
import pandas as pd
import pytest

from analysis.methods import levels


def areas(**by_level: str) -> pd.DataFrame:
    return pd.DataFrame(
        [(code, level) for level, codes in by_level.items() for code in codes.split()], columns=["area_code", "level"]
    )


def membership(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(
        [(*row, 1.0) if len(row) == 2 else row for row in rows], columns=["area_code", "parent_code", "weight"]
    )


def amounts(**given) -> pd.DataFrame:
    rows = {code: (value, "ok") if not isinstance(value, str) else (np.nan, value) for code, value in given.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["count", "state"]).assign(basis="counted")


TABLE = areas(small_area="a b c d", district="p q", city="c0")
ABOVE = levels.ancestors(TABLE, membership(("a", "p"), ("b", "p"), ("c", "q"), ("d", "q")))


def rolled(counts: pd.DataFrame, parents: list[str], merges: pd.DataFrame | None = None, **options) -> pd.DataFrame:
    return levels.roll_up(counts, levels.links(ABOVE, list("abcd"), parents), merges, **options)


def merges(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["area_code", "into_code"])


@pytest.mark.parametrize("seed", range(5))
def test_small_areas_add_up_to_districts_and_city(seed):
    random = np.random.default_rng(seed)
    small = [f"s{i}" for i in range(60)]
    parent = {code: f"d{random.integers(7)}" for code in small}
    table = areas(small_area=" ".join(small), district=" ".join(f"d{i}" for i in range(7)), city="c")
    above = levels.ancestors(table, membership(*parent.items()))
    count = {code: float(random.integers(0, 900)) for code in small}
    result = levels.roll_up(amounts(**count), levels.links(above, small, [f"d{i}" for i in range(7)]))
    for district in set(parent.values()):
        assert result.at[district, "count"] == sum(number for code, number in count.items() if parent[code] == district)
    whole = levels.roll_up(amounts(**count), levels.links(above, small, ["c"]))
    assert whole.at["c", "count"] == sum(count.values()) == np.nansum(result["count"])


def test_through_neighbourhoods_and_a_named_parent_wins():
    table = areas(small_area="a b", neighbourhood="m n", district="p q", city="c0")
    above = levels.ancestors(table, membership(("a", "m"), ("b", "n"), ("m", "p"), ("n", "p"), ("b", "q")))
    pairs = set(zip(above["area_code"], above["parent_code"], strict=True))
    assert {("a", "p"), ("b", "q"), ("a", "c0"), ("m", "c0"), ("p", "c0")} <= pairs
    assert ("b", "p") not in pairs


def test_a_split_area_is_shared_out_by_weight():
    above = levels.ancestors(TABLE, membership(("a", "p", 0.25), ("a", "q", 0.75), ("b", "p")))
    result = levels.roll_up(amounts(a=100.0, b=10.0), levels.links(above, ["a", "b"], ["p", "q"]))
    assert result["count"].to_dict() == {"p": 35.0, "q": 75.0}
    assert set(result["basis"]) == {"estimated"}


def test_membership_in_a_circle_ends():
    table = areas(small_area="a", neighbourhood="m", district="p")
    above = levels.ancestors(table, membership(("a", "m"), ("m", "p"), ("p", "m")))
    assert ("a", "p") in set(zip(above["area_code"], above["parent_code"], strict=True))


def test_suppressed_people_are_counted_in_their_receiver():
    result = rolled(amounts(a="suppressed", b=30.0, c=5.0, d=6.0), ["p", "q", "c0"], merges(("a", "b")))
    assert result["count"].to_dict() == {"p": 30.0, "q": 11.0, "c0": 41.0}
    assert set(result["state"]) == {"ok"}


def test_a_border_between_sender_and_receiver_makes_both_sides_merged():
    result = rolled(amounts(a="suppressed", b=30.0, c=5.0, d=6.0), ["p", "q", "c0"], merges(("a", "c")))
    assert result["state"].to_dict() == {"p": "merged", "q": "merged", "c0": "ok"}
    assert result["count"].to_dict() == {"p": 30.0, "q": 11.0, "c0": 41.0}


def test_a_suppressed_child_without_a_receiver_takes_the_sum_away():
    result = rolled(amounts(a="suppressed", b=30.0, c=5.0, d=6.0), ["p", "q"])
    assert result["state"].to_dict() == {"p": "suppressed", "q": "ok"}
    assert np.isnan(result.at["p", "count"])


@pytest.mark.parametrize("state", ["unreadable", "not_surveyed", "not_in_source"])
def test_no_sum_runs_over_a_missing_child_in_silence(state):
    result = rolled(amounts(a=state, b=30.0, c=0.0, d=0.0), ["p", "q", "c0"])
    assert result["state"].to_dict() == {"p": state, "q": "ok", "c0": state}
    assert np.isnan(result.at["p", "count"])
    assert result.at["q", "count"] == 0.0  # surveyed and nobody: a real 0


def test_the_worst_state_goes_up():
    assert rolled(amounts(a="not_surveyed", b="unreadable", c=1.0, d=1.0), ["p"]).at["p", "state"] == "unreadable"


def test_children_without_a_row():
    counts = amounts(a=1.0, c=2.0, d=3.0)
    assert rolled(counts, ["p", "q"])["state"].to_dict() == {"p": "not_in_source", "q": "ok"}
    assert rolled(counts, ["c0"], absent_allowed=0.3).at["c0", "count"] == 6.0
    assert rolled(amounts(c=2.0, d=3.0), ["p"], absent_allowed=1.0).at["p", "state"] == "not_in_source"


def test_the_less_certain_basis_goes_up():
    counts = amounts(a=1.0, b=2.0, c=3.0, d=4.0)
    counts.loc["a", "basis"] = "inferred"
    assert rolled(counts, ["p", "q"])["basis"].to_dict() == {"p": "inferred", "q": "counted"}


def test_a_sum_is_printed_only_where_all_its_parts_are():
    counts = amounts(a=1.0, b=2.0, c=3.0, d=4.0)
    counts.loc[["a", "b", "c"], "basis"] = "printed"
    assert rolled(counts, ["p", "q", "c0"])["basis"].to_dict() == {"p": "printed", "q": "counted", "c0": "counted"}


# Levels side by side: nobody is counted twice, whatever stands between an area and the one above it.

SIDE_BY_SIDE = areas(small_area="a b c", district="p q", 圏域="x y", 小学校区="s", city="c0")


def weights(table: pd.DataFrame, rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    above = levels.ancestors(table, rows)
    assert (
        not above.duplicated(["area_code", "parent_code"]).any() and (above["area_code"] != above["parent_code"]).all()
    )
    return dict(zip(zip(above["area_code"], above["parent_code"], strict=True), above["weight"], strict=True))


@pytest.mark.parametrize(
    "others",
    [
        (),
        (("a", "x"), ("b", "x"), ("c", "y")),
        (("a", "x"), ("b", "x"), ("c", "y"), ("a", "s"), ("b", "s"), ("c", "s")),
        (("a", "x"),),  # a level that covers a part of the city
        (("a", "x"), ("b", "y"), ("p", "s"), ("q", "s")),  # nested on one side only
        (("x", "p"), ("a", "x"), ("y", "p"), ("b", "y")),  # a level between
    ],
)
def test_the_city_counts_everyone_once_whatever_levels_stand_between(others):
    rows = membership(
        ("a", "p"), ("b", "p"), ("c", "q"), *others, ("p", "c0"), ("q", "c0"), ("x", "c0"), ("y", "c0"), ("s", "c0")
    )
    found = weights(SIDE_BY_SIDE, rows)
    assert {code: weight for (code, parent), weight in found.items() if parent == "c0"} == dict.fromkeys(
        ["a", "b", "c", "p", "q", "x", "y", "s"], 1.0
    )
    above = levels.ancestors(SIDE_BY_SIDE, rows)
    counts = amounts(a=1.0, b=20.0, c=300.0)
    assert levels.roll_up(counts, levels.links(above, list("abc"), ["c0"])).at["c0", "count"] == 321.0
    assert levels.roll_up(counts, levels.links(above, list("abc"), ["p", "q"]))["count"].to_dict() == {
        "p": 21.0,
        "q": 300.0,
    }


def test_an_area_in_no_district_or_in_a_part_of_one_belongs_wholly_to_the_city():
    found = weights(TABLE, membership(("a", "p", 0.4), ("b", "p"), ("p", "c0"), ("q", "c0")))
    assert {code: found[code, "c0"] for code in "abcd"} == dict.fromkeys("abcd", 1.0)
    assert found["a", "p"] == 0.4


def test_a_larger_area_is_reached_by_one_chain_of_those_side_by_side():
    """町丁 -> 町内会 and 小学校区 -> 中学校区: twice the same way up is once."""
    table = areas(small_area="a", neighbourhood="m", 小学校区="s", 中学校区="j", city="c0")
    found = weights(table, membership(("a", "m"), ("a", "s"), ("m", "j"), ("s", "j"), ("j", "c0")))
    assert found == {
        ("a", "m"): 1.0,
        ("a", "s"): 1.0,
        ("m", "j"): 1.0,
        ("s", "j"): 1.0,
        ("a", "j"): 1.0,
        ("a", "c0"): 1.0,
        ("m", "c0"): 1.0,
        ("s", "c0"): 1.0,
        ("j", "c0"): 1.0,
    }


def test_where_chains_disagree_the_direct_one_wins_then_the_one_that_covers_most_then_the_undivided():
    table = areas(small_area="a", neighbourhood="m n", 小学校区="s", 中学校区="j k", city="c0")
    split = [("a", "m", 0.37), ("a", "n", 0.63), ("a", "s"), ("m", "j"), ("n", "k"), ("s", "k")]
    found = weights(table, membership(*split))
    assert found["a", "k"] == 1.0 and ("a", "j") not in found, (
        "the whole area by its school, not 0.37 of it by associations"
    )
    found = weights(table, membership(*split, ("a", "j")))
    assert found["a", "j"] == 1.0 and ("a", "k") not in found, "named directly"
    found = weights(table, membership(("a", "m", 0.37), ("a", "s"), ("m", "j"), ("s", "k")))
    assert found["a", "k"] == 1.0 and ("a", "j") not in found, "the chain that places all of it"


def test_parts_of_one_level_still_add_up():
    table = areas(small_area="a", neighbourhood="m n", district="p q", 圏域="x", city="c0")
    found = weights(
        table, membership(("a", "m", 0.37), ("a", "n", 0.63), ("m", "p"), ("n", "q"), ("p", "x"), ("q", "x"))
    )
    assert found["a", "p"] == 0.37 and found["a", "q"] == 0.63
    assert found["a", "x"] == pytest.approx(1.0)
    found = weights(table, membership(("a", "m", 0.37), ("a", "n", 0.63), ("m", "p"), ("n", "p")))
    assert found["a", "p"] == pytest.approx(1.0)


def test_an_area_in_two_overlapping_areas_of_a_level_is_still_one_above_them():
    table = areas(small_area="a", district="p q", 圏域="x", city="c0")
    found = weights(table, membership(("a", "p"), ("a", "q"), ("p", "x"), ("q", "x")))
    assert found["a", "p"] == found["a", "q"] == 1.0 and found["a", "x"] == 1.0 and found["a", "c0"] == 1.0


def test_a_line_said_twice_or_of_an_area_in_itself_counts_once():
    found = weights(TABLE, membership(("a", "p"), ("a", "p"), ("p", "p"), ("b", "q")))
    assert found["a", "p"] == 1.0 and found["p", "c0"] == 1.0
    link = levels.links(levels.ancestors(TABLE, membership(("a", "p"), ("a", "p"), ("p", "p"))), ["a", "p"], ["p"])
    assert link.weight.toarray().tolist() == [[1.0], [1.0]]


def naive_weights(
    level: dict[str, str], direct: dict[str, list[tuple[str, float]]], code: str
) -> dict[str, dict[str, float]]:
    """level -> {ancestor: weight} of one area, walked chain by chain: slow, and written apart from the program."""
    own = {}
    for parent, weight in direct.get(code, []):
        own.setdefault(level[parent], {})[parent] = weight
    chains: dict[str, list[tuple[float, int, int, dict[str, float]]]] = {}
    for number, name in enumerate(dict.fromkeys(level.values())):
        if name not in own:
            continue
        share = sum(own[name].values())
        through: dict[str, dict[str, float]] = {}
        for parent, weight in own[name].items():
            for upper, weighed in naive_weights(level, direct, parent).items():
                for one, part in weighed.items():
                    through.setdefault(upper, {}).setdefault(one, 0.0)
                    through[upper][one] += part * weight / max(share, 1.0)
        for upper, weighed in through.items():
            chains.setdefault(upper, []).append((-round(sum(weighed.values()), 9), len(weighed), number, weighed))
    return {upper: min(found, key=lambda one: one[:3])[3] for upper, found in chains.items()} | own


@pytest.mark.parametrize("seed", range(12))
def test_every_chain_walked_one_by_one_gives_the_same(seed):
    random = np.random.default_rng(seed)
    order = ["small_area", "neighbourhood", "小学校区", "district", "支所地域"]
    codes = {
        name: [f"{number}-{one}" for one in range(count)]
        for number, (name, count) in enumerate(zip(order, (40, 15, 8, 5, 3), strict=True))
    }
    level = {code: name for name, of in codes.items() for code in of}
    rows = []
    for place, name in enumerate(order):
        for code in codes[name]:
            for upper in order[place + 1 :]:
                if random.random() < (0.4, 0.6, 0.5, 0.9, 0)[place]:
                    parts = random.choice(
                        codes[upper], size=min(int(random.choice([1, 1, 2])), len(codes[upper])), replace=False
                    )
                    share = round(random.uniform(0.05, 0.95), 2) if len(parts) == 2 else 1.0
                    rows += [(code, parts[0], share), *[(code, part, round(1 - share, 2)) for part in parts[1:]]]
    random.shuffle(rows)
    rows = [(child, parent, float(weight)) for child, parent, weight in rows]
    table = areas(**{name: " ".join(of) for name, of in codes.items()}, city="c0")
    found = weights(table, membership(*rows))
    direct = {code: [(parent, weight) for child, parent, weight in rows if child == code] for code in level}
    wanted = {
        (code, parent): weight
        for code in level
        for of in naive_weights(level, direct, code).values()
        for parent, weight in of.items()
    }
    wanted |= {(code, "c0"): 1.0 for code in level}
    assert found.keys() == wanted.keys()
    assert all(found[key] == pytest.approx(weight) for key, weight in wanted.items())
    count = {code: float(random.integers(0, 500)) for code in codes["small_area"]}
    above = levels.ancestors(table, membership(*rows))
    whole = levels.roll_up(amounts(**count), levels.links(above, list(count), ["c0"]))
    assert whole.at["c0", "count"] == sum(count.values()), "the city's number is that of its small areas"
    for name in order[1:]:
        assert (
            levels.roll_up(amounts(**count), levels.links(above, list(count), codes[name]))["count"].sum()
            <= sum(count.values()) + 1e-6
        )


def test_how_much_lies_inside_named_areas_of_several_levels():
    table = areas(small_area="a b", district="p q", 小学校区="s t", city="c0")
    above = levels.ancestors(
        table, membership(("a", "p", 0.37), ("a", "q", 0.63), ("a", "s", 0.5), ("a", "t", 0.5), ("b", "q"), ("b", "t"))
    )
    level = table.set_index("area_code")["level"]
    assert levels.part_inside(above, ["p", "s"], level).to_dict() == {"a": 0.5}, "the same ground may be meant by both"
    assert levels.part_inside(above, ["p", "q"], level).to_dict() == {"a": pytest.approx(1.0), "b": 1.0}
    assert levels.part_inside(above, ["c0"], level)[["a", "b"]].tolist() == [1.0, 1.0]
    assert levels.part_inside(above, [], level).empty
