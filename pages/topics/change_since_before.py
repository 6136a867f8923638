"""How many people there are now and were at the date before, side by side."""

from __future__ import annotations

import pandas as pd

from pages.figures import captions, wording
from pages.figures.tables import Sheet
from pages.figures.view import View


def since_before(view: View, now: pd.DataFrame, before: pd.DataFrame) -> Sheet | None:
    """Counts of two dates (queries.counts: label, value, unit, state, as_of, source) and their difference; None where
    nothing can be set beside another."""
    pairs = now.merge(before, on="indicator", suffixes=("", "_before"))
    if pairs.empty or pairs["value_before"].isna().all() or pairs["as_of"].iloc[0] == pairs["as_of_before"].iloc[0]:
        return None
    difference = pairs["value"] - pairs["value_before"]
    earlier, later = (wording.date_text(pairs[column].iloc[0]) for column in ("as_of_before", "as_of"))
    shown = pd.DataFrame(
        {
            "項目": pairs["label"],
            earlier: _texts(pairs, "_before"),
            later: _texts(pairs, ""),
            "違い": [_signed(number, unit) for number, unit in zip(difference, pairs["unit"], strict=True)],
        }
    )
    data = pd.DataFrame(
        {"項目": pairs["label"], earlier: pairs["value_before"], later: pairs["value"], "違い": difference}
    )
    caption = captions.plain(
        view,
        f"前の時点との違い（{view.place}）",
        [*pairs["source_before"], *pairs["source"]],
        [*pairs["as_of_before"], *pairs["as_of"]],
        "",
        "前の時点との違い",
    )
    return Sheet(caption, shown, data, words=frozenset({"項目"}))


def _texts(pairs: pd.DataFrame, which: str) -> list[str]:
    columns = (f"value{which}", f"unit{which}", f"state{which}")
    return [wording.value_text(*cells) for cells in zip(*(pairs[column] for column in columns), strict=True)]


def _signed(number: float, unit: str) -> str:
    if pd.isna(number):
        return "―"
    return "変わらない" if number == 0 else ("＋" if number > 0 else "－") + wording.value_text(abs(number), unit)
