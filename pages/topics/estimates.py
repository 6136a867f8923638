"""What the page 困りごとの推計 says: how many people there might be, low to high, and that nobody counted them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.indicators.estimates import example, worded
from data.made.added_rates import BASES
from data.vocabulary import STATES
from pages.figures import captions, wording
from pages.figures.description import Bars, Caption
from pages.figures.tables import MARKS, Sheet
from pages.figures.view import View

CAVEAT = (
    "全国の調査などの割合を、この地域の人数に掛けた「目安（推計）」です。実際に数えた人数ではありません。"
    "支え合いを話し合うときの手がかりにしてください。"
)
METHOD = "割合（低いほう～高いほう）× もとになる人数。1人に満たない端数は四捨五入しています。"
SAME_RATE = (
    "どの地区にも同じ割合を掛けています。地区による違いは、もとになる人数の違いです。"
    "その地区に困っている人が多い・少ないという意味ではありません。"
)
ADDED = "この画面で加えた割合"
EXAMPLE = "半田市（愛知県）の値です。{city}の値ではありません。"
COUNTED = "半田市で実際に数えた数"
_HEADINGS = {
    "group": "推計する人",
    "area_name": "区域",
    "base": "もとになる人",
    "persons": "もとになる人数",
    "rate_low": "割合（低いほう・%）",
    "rate_high": "割合（高いほう・%）",
    "low": "推計（低いほう）",
    "high": "推計（高いほう）",
    "unit": "単位",
    "state": "状態",
    "as_of": "時点",
    "source": "人数の出典",
    "rate_source": "割合の出典",
}
_UNITS = {"persons": "人", "households": "世帯"}


def sentences_for(place: str, rows: pd.DataFrame) -> tuple[str, ...]:
    """One sentence for each group that can be estimated, else why none can."""
    known = rows.dropna(subset=["low"])
    if known.empty:
        words = dict.fromkeys(STATES[state] for state in rows["state"])
        return (
            f"{place}では、もとになる人数が「{'」「'.join(words)}」のため、推計できません。下の半田市の例を参考にしてください。",
        )
    return tuple(f"{place}の{row['group']}は、約{_roughly(row)}と推計されます。" for _, row in known.head(3).iterrows())


def _roughly(row: pd.Series) -> str:
    """In a sentence no precision that an estimate does not have: tens from a hundred on."""
    ends = [wording.rounded(row["low"]), wording.rounded(row["high"])]
    return span_text(pd.concat([row.drop(["low", "high"]), pd.Series(ends, ["low", "high"])]))


def span_text(row: pd.Series) -> str:
    """「603～754人」, one number where low and high are the same, or the words of the state."""
    if pd.isna(row["low"]):
        return STATES[row["state"]] or STATES["not_in_source"]
    after = _UNITS[row["unit"]]
    return f"{row['low']:,.0f}{after}" if row["low"] == row["high"] else f"{row['low']:,.0f}～{row['high']:,.0f}{after}"


def rate_text(low: float, high: float) -> str:
    """「8～10 %」."""
    return f"{low * 100:g} %" if low == high else f"{low * 100:g}～{high * 100:g} %"


def caption(view: View, title: str, rows: pd.DataFrame, form: str) -> Caption:
    """The caption of estimates: the sources of the people and of the rates, and always the stamp of an estimate."""
    known = rows.dropna(subset=["low"])
    notes = [METHOD, *(f"{note}。" for note in known["note"].unique() if note)]
    return captions.plain(
        view,
        title,
        [*known["source"].unique(), *(f"割合：{source}" for source in _sources_of_rates(rows).unique())],
        known["as_of"].unique(),
        " ".join(notes),
        f"推計・{form}",
        estimated=True,
    )


def _sources_of_rates(rows: pd.DataFrame) -> pd.Series:
    """Who published each rate; of one that a user added here, that too."""
    return rows["rate_source"] + rows["added"].map({True: f"（{ADDED}）", False: ""})


def sheet(view: View, rows: pd.DataFrame) -> Sheet:
    """One line a group for one place."""
    shown = pd.DataFrame(
        {
            "推計する人": rows["group"],
            "もとになる人": rows["base"].map(BASES),
            "もとになる人数": [
                f"{row['persons']:,.0f}{_UNITS[row['unit']]}" if pd.notna(row["persons"]) else span_text(row)
                for _, row in rows.iterrows()
            ],
            "割合": [rate_text(low, high) for low, high in zip(rows["rate_low"], rows["rate_high"], strict=True)],
            "推計": [span_text(row) for _, row in rows.iterrows()],
        }
    ).reset_index(drop=True)
    return Sheet(
        caption(view, f"{view.place}の困りごとの推計", rows, "一覧"),
        shown,
        for_csv(rows),
        words=frozenset({"推計する人", "もとになる人"}),
    )


def by_district(view: View, rows: pd.DataFrame, emphasis: str) -> Sheet:
    """Districts down in the city's own order, one column a group."""
    known = rows["low"].notna()
    texts = pd.Series(
        [
            span_text(row) if there else MARKS[row["state"]]
            for there, (_, row) in zip(known, rows.iterrows(), strict=True)
        ],
        index=rows.index,
    )
    wide = (
        rows.assign(cell=texts)
        .pivot(index="area_code", columns="group", values="cell")
        .reindex(index=rows["area_code"].drop_duplicates(), columns=rows["group"].drop_duplicates())
    )
    wide.insert(0, "区域", rows.drop_duplicates("area_code").set_index("area_code")["area_name"])
    said = caption(view, "困りごとの推計（地区ごと）", rows, "地区ごと")
    marks = [f"{MARKS[state]}＝{STATES[state]}" for state in MARKS if (rows.loc[~known, "state"] == state).any()]
    return Sheet(
        replace(said, note="　".join([*marks, SAME_RATE, said.note])),
        wide,
        for_csv(rows),
        words=frozenset({"区域"}),
        emphasis=frozenset({emphasis}),
    )


def bars(view: View, rows: pd.DataFrame, emphasis: str) -> Bars:
    """One group by district: a bar for the low and one for the high rate, or one where they are the same."""
    ends = (
        {"低いほう": "low", "高いほう": "high"}
        if (rows["low"] != rows["high"])[rows["low"].notna()].any()
        else {"": "low"}
    )
    parts = [
        pd.DataFrame(
            {
                "label": rows["area_name"],
                "value": rows[column],
                "state": rows["state"],
                "emphasis": rows["area_code"] == emphasis,
                "series": name,
                "text": [
                    f"{value:,.0f}{_UNITS[unit]}" if pd.notna(value) else STATES[state]
                    for value, unit, state in zip(rows[column], rows["unit"], rows["state"], strict=True)
                ],
            }
        )
        for name, column in ends.items()
    ]
    drawn = pd.concat(parts, ignore_index=True)
    title = f"{rows['group'].iloc[0]}の推計（地区ごと） 市の並び順"
    said = caption(view, title, rows, f"棒・{rows['group'].iloc[0]}")
    return Bars(
        replace(said, note=f"{SAME_RATE} {said.note}"),
        drawn if len(ends) > 1 else drawn.drop(columns="series"),
        f"推計（{_UNITS[rows['unit'].iloc[0]]}）",
    )


def for_csv(rows: pd.DataFrame) -> pd.DataFrame:
    """The estimates one a line, as values, with what they are made of; what is not shown says why."""
    return rows.assign(
        base=rows["base"].map(BASES),
        rate_source=_sources_of_rates(rows),
        persons=rows["persons"].round(),
        unit=rows["unit"].map(_UNITS),
        rate_low=(rows["rate_low"] * 100).round(6),
        rate_high=(rows["rate_high"] * 100).round(6),
        state=rows["state"].map(STATES),
        as_of=[wording.date_text(date) if date else "" for date in rows["as_of"]],
    )[list(_HEADINGS)].rename(columns=_HEADINGS)


def published_example(view: View) -> Sheet:
    """半田市's table as it was printed, the estimates and what was counted there."""
    rows = example()
    estimated = rows["rate_low"].notna()
    table = pd.DataFrame(
        {
            "どんな人": rows["group"].map(worded),
            "人数": [_printed(row.estimate_low, row.estimate_high) for row in rows.itertuples()],
            "どう求めたか": [
                "推計（割合 " + rate_text(row.rate_low, row.rate_high) + "）" if there else COUNTED
                for there, row in zip(estimated, rows.itertuples(), strict=True)
            ],
            "割合の出典・調べた所": rows["rate_source"].map(worded),
        }
    )
    said = captions.plain(
        view,
        "公表された例（半田市）",
        rows["source"],
        [],
        EXAMPLE.format(city=view.city.title),
        "推計の例（半田市）",
        estimated=True,
    )
    said = replace(
        said, stamps=wording.stamps(view.sharing, estimated=True)
    )  # real figures, also beside an invented city
    return Sheet(said, table, table, words=frozenset(table.columns) - {"人数"})


def _printed(low: float, high: float) -> str:
    return f"{low:,.0f}～{high:,.0f}人" if high > low else f"{low:,.0f}人"
