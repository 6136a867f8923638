"""困りごとの推計 of a city: the published example, the bases, what is hidden stays hidden, rates that people add."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.indicators import estimates, plain_counts
from data.made import added_rates
from data.made.added_rates import Rate
from data.store.city import open_city
from tests.tiny_city import DAY, area_table, bands, parents, stored

SMALL = [f"a{i}" for i in range(6)]
ALONE = {"a0": 3, "a1": 2, "a2": 0, "a3": 40, "a4": 30, "a5": 20}  # d0: 5, d1: 90
SOURCES = pd.DataFrame(
    [("register", "register", "台帳", DAY), ("hh", "households", "世帯の表", DAY)],
    columns=["source_id", "kind", "title", "as_of"],
)


def city_of(folder, population, alone=ALONE):
    homes = [
        (code, DAY, "hh", kind, number)
        for code, number in alone.items()
        for kind, number in (("total", 200), ("single_elderly", number))
    ]
    return stored(
        folder,
        {
            "areas": area_table(
                small_area={code: f"{code}丁目" for code in SMALL},
                district={"d0": "東", "d1": "西"},
                city={"c": "試市"},
            ),
            "membership": parents(
                *[(code, "d0" if number < 3 else "d1") for number, code in enumerate(SMALL)], ("d0", "c"), ("d1", "c")
            ),
            "population": population,
            "sources": SOURCES,
            "households": pd.DataFrame(homes, columns=["area_code", "as_of", "source_id", "kind", "households"]),
        },
    )


def five_year(area: str, number: int) -> list[tuple]:
    """`number` persons in every five years up to 85."""
    return [(area, DAY, "register", "all", low, low + 4 if low < 85 else None, number) for low in range(0, 90, 5)]


def value(rows: pd.DataFrame, group: str, area: str) -> tuple:
    row = rows[(rows["group"] == group) & (rows["area_code"] == area)].iloc[0]
    return (row["persons"], row["low"], row["high"], row["state"])


CHILDREN, DEMENTIA = (rate.group for rate in estimates.published_rates())


def test_the_published_table_is_as_printed():
    rows = estimates.example().set_index("group")
    assert rows.loc["認知症で独居の高齢者", ["estimate_low", "estimate_high", "rate_low", "rate_high"]].tolist() == [
        603,
        754,
        0.08,
        0.10,
    ]
    assert rows.loc["貧困状態の子ども", ["estimate_low", "estimate_high"]].tolist() == [2735, 2735]
    assert set(rows["estimate_low"]) == {603, 2735, 33, 143}


def test_a_city_with_the_implied_bases_gets_the_published_estimates(tmp_path):
    """半田市's table: 7,540 people of 65+ living alone, 19,963 of 0-17."""
    exact = [
        ("a0", DAY, "register", "all", 0, 17, 19963),
        ("a0", DAY, "register", "all", 18, 64, 1),
        ("a0", DAY, "register", "all", 65, None, 9000),
    ]
    rest = [
        (code, DAY, "register", "all", low, high, 0)
        for code in SMALL[1:]
        for low, high in ((0, 17), (18, 64), (65, None))
    ]
    city = city_of(tmp_path, exact + rest, {"a0": 7540} | dict.fromkeys(SMALL[1:], 0))
    rows = estimates.estimates(city, "city", estimates.published_rates())
    assert value(rows, DEMENTIA, "c") == (7540, 603, 754, "ok")
    assert value(rows, CHILDREN, "c") == (19963, 2735, 2735, "ok")
    assert (rows["note"] == "").all()  # the source has the ages as they are asked for
    assert (rows["basis"] == "estimated").all()


def test_from_five_year_bands_three_fifths_and_it_is_said(tmp_path):
    city = city_of(tmp_path, sum((five_year(code, 100) for code in SMALL), []))
    rows = estimates.estimates(city, "district", estimates.published_rates())
    assert value(rows, CHILDREN, "d0") == (1080, 148, 148, "ok")  # 3 areas x (300 + 60); 1,080 x 0.137 = 147.96
    assert set(rows.loc[rows["group"] == CHILDREN, "note"]) == {estimates.THREE_FIFTHS}


def test_bands_that_do_not_fit_give_no_figure(tmp_path):
    city = city_of(tmp_path, sum((bands(code, 20, 100, 70, 60) for code in SMALL), []))
    persons, low, high, state = value(estimates.estimates(city, "city", estimates.published_rates()), CHILDREN, "c")
    assert pd.isna(persons) and pd.isna(low) and pd.isna(high)
    assert state == "not_in_source"


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_a_hidden_base_hides_its_estimate_whatever_the_rate(tmp_path, sharing):
    city = city_of(tmp_path, sum((five_year(code, 100) for code in SMALL), []), ALONE | {"a0": 1, "a1": 1})  # d0: 2
    rates = [Rate("全員", "single_elderly", 1.0, 1.0, "試"), Rate("一割", "single_elderly", 0.1, 0.2, "試")]
    rows = estimates.estimates(city, "district", rates, sharing)
    shown = plain_counts.counts(city, "district", ["single_elderly"], sharing=sharing).set_index("area_code")["value"]
    assert shown.isna().any()
    for rate in rates:
        mine = rows[rows["group"] == rate.group].set_index("area_code")
        assert mine.index[mine["low"].isna()].tolist() == shown.index[shown.isna()].tolist()
        assert mine.loc[shown.isna(), ["persons", "low", "high"]].isna().all(axis=None)
        assert (mine.loc[shown.isna(), "state"] == "suppressed").all()


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_two_cities_that_differ_in_hidden_counts_have_the_same_estimates(tmp_path, sharing):
    """Nothing of what is hidden comes back through any estimate of city and districts."""
    found = []
    for name, (first, second) in (("one", (1, 2)), ("other", (2, 1))):
        city = city_of(
            tmp_path / name,
            sum((five_year(code, 100) for code in SMALL), []),
            {"a0": first, "a1": 0, "a2": 0, "a3": second, "a4": 0, "a5": 0},
        )
        rates = [Rate("全員", "single_elderly", 1.0, 1.0, "試"), *estimates.published_rates()]
        found.append(
            pd.concat([estimates.estimates(city, level, rates, sharing) for level in estimates.LEVELS]).reset_index(
                drop=True
            )
        )
    pd.testing.assert_frame_equal(*found)


def test_nothing_below_districts(tmp_path):
    city = city_of(tmp_path, sum((five_year(code, 100) for code in SMALL), []))
    with pytest.raises(ValueError, match="市全体と地区だけ"):
        estimates.estimates(city, "small_area", estimates.published_rates())


def test_officials_figures_need_the_setting(tmp_path, monkeypatch):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    with pytest.raises(PermissionError, match="INTERNAL_ACCESS"):
        estimates.estimates(open_city("sample"), "city", estimates.published_rates(), "internal")


def test_districts_of_the_sample_add_up_to_the_city():
    city = open_city("sample")
    rates = [
        *estimates.published_rates(),
        Rate("すべて", "population", 0.5, 0.5, "試"),
        Rate("世帯", "households", 0.01, 0.02, "試"),
    ]
    whole, parts = (estimates.estimates(city, level, rates) for level in ("city", "district"))
    for rate in rates:
        for end in ("low", "high"):
            assert (
                abs(
                    parts.loc[parts["group"] == rate.group, end].sum()
                    - whole.loc[whole["group"] == rate.group, end].iloc[0]
                )
                <= 13
            )  # 26 districts rounded by up to a half
    assert set(whole.loc[whole["group"] == "世帯", "unit"]) == {"households"}


def test_a_city_without_ages_or_households_says_so():
    rows = estimates.estimates(open_city("takasaki"), "city", estimates.published_rates())
    assert rows["low"].isna().all()
    assert set(rows["state"]) == {"not_in_source"}


def test_rates_are_added_kept_and_taken_away(cities_dir):
    city = open_city("sample")
    before = added_rates.version_of(added_rates.own_rates(city))
    rate, wrong = added_rates.rate_of(
        " 買い物に困る人 ", "65+", "８．５％", "", "○○調査 2022年", estimates.published_rates()
    )
    assert wrong == []
    assert (rate.group, rate.low, rate.high) == ("買い物に困る人", 0.085, 0.085)
    added_rates.add_rate(city, rate)
    added_rates.add_rate(city, Rate("別の人", "households", 0.01, 0.02, "試"))
    first, second = added_rates.own_rates(city)
    assert (first.group, second.group, first.key != second.key) == ("買い物に困る人", "別の人", True)
    assert added_rates.version_of([first, second]) != before
    row = estimates.estimates(city, "city", [first]).iloc[0]
    assert row["low"] == row["high"] == int(plain_counts.counts(city, "city", ["65+"])["value"].iloc[0] * 0.085 + 0.5)
    added_rates.remove_rate(city, first.key)
    added_rates.remove_rate(city, first.key)  # a second press does nothing
    assert [rate.group for rate in added_rates.own_rates(city)] == ["別の人"]


def test_of_two_people_who_add_the_same_group_at_once_the_first_stays(cities_dir):
    city = open_city("sample")
    for source in ("先", "後"):
        added_rates.add_rate(city, Rate("人", "65+", 0.1, 0.2, source))
    assert [rate.source for rate in added_rates.own_rates(city)] == ["先"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (("", "65+", "8", "10", "調査"), "「推計する人」の名前を書いてください。"),
        (("人", "65+", "8", "10", "  "), "「割合の出典」を書いてください。出典のない割合は使えません。"),
        (("人", "dogs", "8", "10", "調査"), "もとになる人数を選んでください。"),
        (("人", "65+", "", "10", "調査"), "「低いほうの割合」を書いてください（例：8）。"),
        (("人", "65+", "八", "10", "調査"), "「低いほうの割合」は、8 や 13.7 のような数で書いてください。"),
        (("人", "65+", "8", "1e1", "調査"), "「高いほうの割合」は、8 や 13.7 のような数で書いてください。"),
        (("人", "65+", "0", "10", "調査"), "「低いほうの割合」は、0より大きく100以下の数にしてください。"),
        (("人", "65+", "8", "101", "調査"), "「高いほうの割合」は、0より大きく100以下の数にしてください。"),
        (
            ("人", "65+", "10", "8", "調査"),
            "低いほうの割合が、高いほうの割合より大きくなっています。入れ替えてください。",
        ),
        (
            ("貧困状態の子ども", "65+", "8", "10", "調査"),
            "同じ名前の推計がすでにあります。別の名前にするか、前のものを消してください。",
        ),
        (("人" * 61, "65+", "8", "10", "調査"), "「推計する人」は60字までにしてください。"),
        (("人", "65+", "-8", "10", "調査"), "「低いほうの割合」は、8 や 13.7 のような数で書いてください。"),
        (("人", "65+", ".", "10", "調査"), "「低いほうの割合」は、8 や 13.7 のような数で書いてください。"),
    ],
)
def test_what_is_wrong_with_a_rate_is_said(written, said):
    rate, wrong = added_rates.rate_of(*written, estimates.published_rates())
    assert rate is None
    assert said in wrong


@pytest.mark.parametrize(
    ("low", "high", "read"), [("100", "", (1.0, 1.0)), ("10", "100", (0.1, 1.0)), ("0.1", "0.1", (0.001, 0.001))]
)
def test_a_rate_may_be_everyone_and_its_two_ends_the_same(low, high, read):
    rate, wrong = added_rates.rate_of("人", "65+", low, high, "調査", [])
    assert wrong == [] and (rate.low, rate.high) == read


def test_everything_that_is_wrong_is_said_at_once():
    assert len(added_rates.rate_of("", "dogs", "x", "y", "", [])[1]) == 5
