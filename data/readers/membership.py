"""Which areas belong to which district (or other larger area): one line an area, one column a kind of larger area."""

from __future__ import annotations

import pandas as pd

from data.files.column_headings import column, heading, knows
from data.files.extract import Extract, Options
from data.files.headed_table import Table, said_again, told_apart
from data.files.opened import Opened
from data.files.read_table import read_table
from data.files.table_words import ABOVE

KIND = "membership"
LABEL = "区域の所属の表"

# The larger area's level is said by its heading; a heading that is no level of ours names a level of the city's own.
LEVELS = {
    "district": "地区 地区名 所属 所属地区 圏域 圏域名 協議体 第2層 第2層圏域 district parent parent_name",
    "neighbourhood": "町内会 町内会名 自治会 自治会名 町内会・自治会 neighbourhood",
    "小学校区": "小学校区 小学校区名 学区",
    "日常生活圏域": "日常生活圏域 日常生活圏域名 生活圏域",
    "支所地域": "支所地域 支所 地域 旧市町村",
}
COLUMNS = (
    column("code", "区域コード 町丁コード 町字コード 地域コード 小地域コード KEY_CODE KEYCODE area_code"),
    column(
        "name", "区域 区域名 町名 町丁名 町丁・字 町丁字 町丁目 町丁目名 町字名 地域名 行政区 S_NAME area area_name"
    ),
    *(column(level, words) for level, words in LEVELS.items()),
    column("weight", "割合 重み 按分 按分率"),
    column("basis", "根拠 備考 note"),
)


def recognises(opened: Opened) -> bool:
    """A header of an area, at least one larger area, and nothing that other tables have."""
    known = {heading(name) for item in COLUMNS for name in item.headings}
    for sheet in opened.sheets[:1]:
        for row in sheet.rows[:30]:
            cells = [heading(cell) for cell in row if cell]
            if len(cells) >= 2 and all(
                cell in known or ABOVE.search(cell) for cell in cells
            ):  # 区 beside 町名 tells two of one name apart
                return knows(sheet, COLUMNS, 2) and bool(_levels(cells)) and len(_levels(cells)) < len(cells)
    return False


def _levels(cells: list[str]) -> set[str]:
    return {cell for cell in cells for words in LEVELS.values() if cell in {heading(word) for word in words.split()}}


def read(opened: Opened, options: Options) -> Extract:
    """Table `membership` with area, area_name, parent, level (of the parent), weight (1 when empty), basis.

    Raises Refused for a missing area or parent column, repeated lines, weights outside 0-1 or adding up to more than 1.
    """
    table = read_table(opened.sheets[0], COLUMNS)
    levels = [level for level in LEVELS if table.has(level)]
    area = table.text("code").fillna(table.text("name"))
    if not levels:
        table.say("refuse", "所属する地区の列がありません。", "「地区」の列を作ってください（ひな形が使えます）。")
    if not table.has("code") and not table.has("name") and "neighbourhood" in levels and len(levels) > 1:
        area = table.text("neighbourhood")  # a list of associations: they are the areas here
        levels.remove("neighbourhood")
    elif not table.has("code") and not table.has("name"):
        table.say(
            "refuse", "区域の列がありません。", "「区域コード」か「区域」の列を作ってください（ひな形が使えます）。"
        )
    rows = (
        pd.concat([_of_level(table, area, level) for level in levels], ignore_index=True) if levels else pd.DataFrame()
    )
    table.finish()
    _refuse_more_than_whole(table, rows)
    table.tell_extras()
    table.finish()
    rows = rows.drop(columns="line")
    return Extract(KIND, opened.path, {"membership": rows}, {"kind": KIND, "title": opened.path.stem}, table.problems)


def _of_level(table: Table, area: pd.Series, level: str) -> pd.DataFrame:
    parent = table.text(level)
    weight = table.numbers("weight", 0, 1).fillna(1.0)
    for index in area.index[area.isna() & parent.notna()]:
        table.say("refuse", "どの区域の行か分かりません。", "区域の名前かコードを入れてください。", index, level)
    for index in area.index[area.notna() & parent.isna()]:
        table.say(
            "warn", f"「{area[index]}」の所属が空欄です。", "所属を入れると地区の数字に含まれます。", index, level
        )
    above = _above(table, level)
    within = told_apart(
        area, pd.Series(pd.NA, index=area.index, dtype="string"), above.mask(table.text("code").notna(), "")
    )
    rows = pd.DataFrame(
        {
            "area": area,
            "area_name": table.text("name"),
            "within": within,
            "beside": above,
            "parent": parent,
            "level": level,
            "weight": weight,
            "basis": table.text("basis"),
            "row": table.frame["row"],
            "sheet": table.frame["sheet"],
            "line": table.frame.index,
        }
    )
    return rows.dropna(subset=["area", "parent"])


def _above(table: Table, level: str) -> pd.Series:
    """What the columns of other levels, and columns of no other use (区 ...), name above each line's area, joined by
    /."""
    others = [table.text(other).fillna("") for other in LEVELS if other != level and table.has(other)]
    named = pd.DataFrame([*others, table.beside()]).T
    return pd.Series(
        ["/".join(filter(None, cells)) for cells in named.to_numpy(str)], index=table.frame.index, dtype="str"
    )


def _refuse_more_than_whole(table: Table, rows: pd.DataFrame) -> None:
    """An area may be split, but its parts within one level are at most the whole, and no part is said twice."""
    for _, line in said_again(rows, ["area", "within", "parent", "level"]).iterrows():
        table.say(
            "refuse",
            f"「{line['area']}」と「{line['parent']}」の組が前の行にもあります（{line['first']}行目）。",
            "どちらかを消してください。",
            line["line"],
            line["level"],
        )
    once = rows.drop_duplicates(["area", "within", "parent", "level"])
    whole = once.groupby(["area", "within", "level"], sort=False, dropna=False).agg(
        weight=("weight", "sum"), line=("line", "last")
    )
    for (area, _, level), (weight, line) in whole[whole["weight"] > 1.0001].iterrows():
        table.say(
            "refuse",
            f"「{area}」の割合の合計が{weight:g}で、1を超えています。",
            "一つの区域が二つに分かれるときは「割合」を合計1にしてください。",
            int(line),
            level,
        )
