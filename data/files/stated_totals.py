"""Totals that a table of needs prints beside what its lines add up to: differences are told, neither is changed."""

from __future__ import annotations

import pandas as pd

from data.files.column_headings import heading
from data.files.extract import Options
from data.files.headed_table import Table
from data.files.table_words import TOTAL_NAMES
from data.vocabulary import TOTAL

TOTAL_WORDS = {"households": "世帯数", "subjects": "対象人数", "sum": "計", TOTAL: "対象人数"}
UNCHANGED = "どちらも直さずに読みました。"
# Stands beside the figures wherever they are shown, so without a number: one could be that of a cell that is hidden.
REMARK = "元の表では、書かれた合計と、行や列を足した数が合わない所があります。元の表のまま示しています。"


def compare_down(
    table: Table, printed: pd.DataFrame, figures: dict[str, pd.Series], options: Options
) -> dict[str, float]:
    """Compare each printed total of a column with its lines; columns with unknown cells only where the known ones
    already exceed it."""
    if len(printed) > 1:  # subtotals of districts, and the total of all
        whole = printed[printed["within"].map(lambda name: not name or heading(name) in TOTAL_NAMES)].reset_index(
            drop=True
        )
        table.say(
            "info",
            (
                "小計は比べず、全体の合計だけを比べました。"
                if len(whole) == 1
                else "合計の行が複数あるため、合計とは比べていません。"
            ),
        )
        printed = whole
    if len(printed) != 1:
        return {}
    line = Table(table.sheet, printed, table.written, table.header, table.problems)
    totals: dict[str, float] = {}
    others = {key: table.figures(key)[0] for key in ("households", "sum") if table.has(key)}
    for item, persons in (others | figures).items():
        cell = printed.at[0, item] if item in printed else printed.at[0, "extras"].get(item, "")
        printed[item] = cell
        total = line.figures(item)[0][0]
        if pd.isna(total):
            continue
        totals[item] = int(total)
        tell_difference(table, item, int(total), persons)
    return totals


def tell_difference(table: Table, item: str, total: int, persons: pd.Series) -> None:
    """Say that a column's total differs from its lines, or is less than those that are known."""
    added = int(persons.sum())
    if added > total or added != total and persons.notna().all():
        name = table.written.get(item, item).replace("\n", "")
        table.say(
            "warn",
            f"「{name}」は、合計の行では{total}ですが、各行を足すと{added}になります。{UNCHANGED}",
            "元の表を確かめてください。",
            None,
            item,
        )


def compare_across(
    table: Table, printed: pd.DataFrame, figures: dict[str, pd.Series], totals: dict[str, float]
) -> None:
    """Compare the printed total of each line with its items, and the sum of the columns' totals with that of the
    lines."""
    if not figures:
        return
    values = pd.DataFrame(figures)
    complete = values.notna().all(axis=1)
    lines = values.sum(axis=1)
    if table.has("sum"):
        stated, _ = table.figures("sum")
        for index in values.index[(stated.notna() & ((lines > stated) | (complete & (lines != stated)))).fillna(False)]:
            table.say(
                "warn",
                f"計は{stated[index]}ですが、項目を足すと{lines[index]}になります。{UNCHANGED}",
                "元の表を確かめてください。",
                index,
                "sum",
            )
        lines = stated if stated.notna().all() else lines.mask(~complete)
    else:
        lines = lines.mask(~complete)
    across = sum(totals[item] for item in figures if item in totals)
    all_printed = all(item in totals for item in figures) and lines.notna().all()
    if (
        all_printed and across != int(lines.sum()) and totals.get("sum") != across
    ):  # else the column 計 has said so already
        table.problems.append(
            table.sheet.problem(
                "warn",
                f"印刷された合計が合いません: 合計の行を横に足すと{across}、"
                f"各区域の行を足すと{int(lines.sum())}です。{UNCHANGED}",
                "元の表を確かめてください。",
                int(printed["row"].iloc[-1]),
            )
        )
