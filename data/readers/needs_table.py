"""Needs found at consultation and use of services: one line an area and one column an item, or one line an area and
item.

The totals a table prints are taken out and compared with what its lines and columns add up to. A difference is told and
nothing is changed: which of the two is wrong, only its owner knows.
"""

from __future__ import annotations

import re

import pandas as pd

from data.files.cells import read_number
from data.files.column_headings import AREA_COLUMNS, AREA_KEYS, Column, column, heading, knows
from data.files.extract import Extract, Options
from data.files.headed_table import Table, each, said_again
from data.files.opened import Opened
from data.files.personal_data import refuse_naming
from data.files.plausibility import tell_impossible
from data.files.read_table import read_table
from data.files.several_sheets import every_sheet
from data.files.sheet import Sheet
from data.files.stated_totals import REMARK, TOTAL_WORDS, UNCHANGED, compare_across, compare_down, tell_difference
from data.files.table_words import MARKS
from data.text.plain_text import plain_text, source_title
from data.vocabulary import NEEDS, SERVICES, TOTAL, TOTAL_LABEL

KIND = "needs"
LABEL = "困りごと・サービス利用の表"

GROUPS = tuple(dict.fromkeys(group for group, _ in SERVICES))
SERVICE_ITEMS = tuple(f"{group}・{use}" for group, use in SERVICES)
_SHARED = {use for _, use in SERVICES if [name for _, name in SERVICES].count(use) > 1}
SAME = (
    *AREA_COLUMNS,
    column("when", "期間 時期 年月 年度 基準日 調査期間 時点 period as_of date"),
    column("households", "世帯数 総世帯数 世帯"),
    column(
        "subjects", f"対象人数 {TOTAL_LABEL} 対象者数 利用者数 利用人数 対象者 人数(実数) 実数 persons_in_neighbourhood"
    ),
    column("sum", "計 合計 total 延べ 延べ数 延べ人数 延べ件数 総計"),
    column("remark", "備考 摘要 出典 source"),
)
LONG = (
    *(item for item in SAME if item.key != "sum"),
    column("group", "サービス 区分 service"),
    column("item", "項目 困りごと ニーズ サービスの内容 内容 need use item", needed=True),
    column("persons", "人数 件数 persons_with_need persons_using persons count", needed=True),
    column("status", "状態 読み取り cell_status"),
)
# Headings that may stand among the needs and count something else.
NO_NEED = re.compile(r"人口|人数|高齢|歳|世帯|面積|率|割合|順位|番号|コード|計$|^no|前年|増減", re.IGNORECASE)
# How a cell of a printed table was read: (state, basis). A table someone hands in is not thereby public: "printed"
# would lift its protection (analysis.methods.disclosure), so a cell that was read counts as counted.
STATUS = {
    "読み取り": ("ok", "counted"),
    "read": ("ok", "counted"),
    "推定": ("ok", "inferred"),
    "inferred": ("ok", "inferred"),
    "判読不可": ("unreadable", "printed"),
    "unreadable": ("unreadable", "printed"),
}
# Other spellings of the same words; a word that means something else stays an item of its own.
SPELLINGS = {
    "ゴミだし": ("ゴミ出し", "ごみ出し", "ごみだし"),
    "買い物": ("買物",),
    "布団干し": ("ふとん干し", "布団干"),
    "見守り": ("見守",),
    "床屋": ("床屋（理髪）",),
}


def _item_column(item: str) -> Column:
    _, _, use = item.partition("・") if item in SERVICE_ITEMS else ("", "", "")
    short = (use,) if use and use not in _SHARED and use not in NEEDS else ()
    names = (
        item,
        *(item.replace(word, other) for word, others in SPELLINGS.items() if word in item for other in others),
    )
    return Column(
        item,
        (*names, *(name.replace("・", "") for name in names), *(name.replace("・", "、") for name in names), *short),
    )


NEED_COLUMNS = tuple(_item_column(need) for need in NEEDS)
SERVICE_COLUMNS = tuple(_item_column(item) for item in SERVICE_ITEMS)


def recognises(opened: Opened) -> bool:
    return any(_layout(sheet) for sheet in opened.sheets)


def _layout(sheet: Sheet) -> str | None:
    """ "needs" or "services" (one column an item), "long", or None where the sheet is no such table."""
    if knows(sheet, LONG, 3, among=AREA_KEYS):
        return "long"
    if knows(_one_line_header(sheet), (*AREA_COLUMNS, *SERVICE_COLUMNS), 4, among=AREA_KEYS) and knows(
        _one_line_header(sheet), SERVICE_COLUMNS, 3
    ):
        return "services"
    return (
        "needs"
        if knows(sheet, (*AREA_COLUMNS, *NEED_COLUMNS), 4, among=AREA_KEYS) and knows(sheet, NEED_COLUMNS, 3)
        else None
    )


def _one_line_header(sheet: Sheet) -> Sheet:
    """A header over two lines (通所 over リハビリ, 入浴) as one (通所・リハビリ, 通所・入浴)."""
    for index, upper in enumerate(sheet.rows[:29]):
        if not any(cell in GROUPS for cell in map(plain_text, upper)):
            continue
        lower = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else []
        width, group, joined = max(len(upper), len(lower)), "", []
        for place in range(width):
            over, under = (plain_text(row[place]) if place < len(row) else "" for row in (upper, lower))
            group = over or (group if under else "")
            joined.append(f"{group}・{under}" if group in GROUPS and under else under or over)
        return Sheet(sheet.file, sheet.name, [*sheet.rows[:index], [""] * width, joined, *sheet.rows[index + 2 :]])
    return sheet


def read(opened: Opened, options: Options) -> Extract:
    """Table `needs` or `service_use` (area, within, period or as_of, need or item, persons, state, basis), and
    `households` where the table has 世帯数.

    対象人数 / 実人数 becomes the item "total". Empty cells are unknown (with a warning) unless options.blank is "zero".
    `totals` holds the printed totals by item, 世帯数, 対象人数 and 計; where they disagree with the lines, the table
    `remarks` says so.
    """
    several = sum(map(bool, map(_layout, opened.sheets))) > 1
    extract = every_sheet(
        opened,
        (*SAME, *LONG, *NEED_COLUMNS, *SERVICE_COLUMNS),
        _layout,
        lambda sheet: _read_sheet(sheet, opened, options, several),
    )
    if any(UNCHANGED in problem.why for problem in extract.problems):
        subjects = [name for name in ("needs", "service_use") if name in extract.tables]
        extract.tables["remarks"] = pd.DataFrame({"subject": subjects, "remark": REMARK})
    return extract


def _read_sheet(sheet: Sheet, opened: Opened, options: Options, several: bool) -> Extract:
    refuse_naming(sheet, (*SAME, *LONG, *NEED_COLUMNS, *SERVICE_COLUMNS), counts=True)
    layout = _layout(sheet)
    table = read_table(
        sheet if layout == "long" else _one_line_header(sheet),
        LONG if layout == "long" else (*SAME, *NEED_COLUMNS, *SERVICE_COLUMNS),
    )
    body, printed = table.without_totals()
    same = body.areas().assign(when=body.as_of(opened, "when", period=True, given=options.as_of))
    if several and not body.has("within"):
        same["within"] = sheet.name
        body.say("info", f"「地区」の列がないシートは、シートの名前（{sheet.name}）を地区として読みました。")
    rows, totals = _long(body, same, printed, options) if layout == "long" else _wide(body, same, printed, options)
    services = layout == "services" or layout == "long" and rows["item"].isin(SERVICE_ITEMS).any()
    _refuse_repeats(body, rows)
    _tell_blanks(body, rows, options)
    tell_impossible(body, rows)
    body.finish()
    name, when, what = ("service_use", "as_of", "item") if services else ("needs", "period", "need")
    tables = {name: rows.drop(columns="line").rename(columns={"when": when, "item": what})}
    if body.has("households"):
        tables["households"] = _households(body, same, rows)
    source = {
        "kind": name,
        "title": source_title(opened.path.stem, "困りごと・サービス利用の表"),
        "as_of": rows["when"].max(),
    }
    said = {TOTAL_WORDS.get(item, item): total for item, total in totals.items()}
    return Extract(KIND, opened.path, tables, source, body.problems, {name: said} if said else {}, body.assumed)


def _wide(
    table: Table, same: pd.DataFrame, printed: pd.DataFrame, options: Options
) -> tuple[pd.DataFrame, dict[str, float]]:
    items = [item for item in (*NEEDS, *SERVICE_ITEMS) if table.has(item)]
    if not items:
        table.say(
            "refuse",
            f"困りごとやサービスの列が見つかりません。使える見出し: {'、'.join((*NEEDS, *SERVICE_ITEMS))}。",
            "見出しをこの中のどれかにしてください（ひな形が使えます）。",
        )
    items += _own_items(table, items)
    parts, figures = [], {}
    for item in [*items, *(["subjects"] if table.has("subjects") else [])]:
        persons, state = table.figures(item, options.blank)
        figures[item] = persons
        parts.append(
            same.assign(
                item=TOTAL if item == "subjects" else item,
                persons=persons,
                state=state,
                basis="counted",
                line=same.index,
            )
        )
    totals = compare_down(table, printed, figures, options)
    compare_across(table, printed, {item: figures[item] for item in items}, totals)
    return (
        pd.concat(parts, ignore_index=True) if parts else same.assign(item="", persons=pd.NA, state="", line=0)
    ), totals


def _own_items(table: Table, items: list[str]) -> list[str]:
    """Needs of the city's own: unknown headings behind the first known item, with numbers (or marks) only. They become
    columns of the table."""
    extras = pd.DataFrame(table.frame["extras"].tolist(), index=table.frame.index)
    row = [plain_text(cell) for cell in table.sheet.rows[table.header - 1]]
    start = min((row.index(plain_text(table.written[item])) for item in items), default=0)
    own = [name for name in extras if name in row[start:] and not NO_NEED.search(name) and _is_counted(extras[name])]
    for name in own:
        table.frame[name] = extras[name]
        table.written[name] = name
    table.frame["extras"] = [
        {name: cell for name, cell in cells.items() if name not in own} for cells in table.frame["extras"]
    ]
    if own:
        table.say("info", f"市独自の項目として読みました: {'、'.join(own)}。")
    table.tell_extras()
    return own


def _is_counted(cells: pd.Series) -> bool:
    """Whether a column holds numbers (or marks) only; one that is unclear (「1 2」) is refused with its cell, it does
    not take its column away."""
    marks = cells.map(lambda cell: plain_text(cell).lower() in MARKS)
    read = [read_number(cell) for cell in cells[~marks]]
    known = (marks & (cells != "")).any() or any(number.value is not None for number in read)
    return bool(known) and all(number.value is not None or number.asked for number in read)


def _long(
    table: Table, same: pd.DataFrame, printed: pd.DataFrame, options: Options
) -> tuple[pd.DataFrame, dict[str, float]]:
    rows = _long_rows(table, same, options)
    if table.has("subjects"):
        rows = pd.concat([rows, _subjects(table, same)], ignore_index=True)
    if printed.empty or printed["within"].nunique() > 1:
        return rows, {}
    line = Table(table.sheet, printed, table.written, table.header, table.problems)
    stated = _long_rows(line, pd.DataFrame(index=printed.index), options).dropna(subset=["persons"])
    totals = dict(zip(stated["item"], stated["persons"].astype(int), strict=True))
    figures = {item: lines["persons"] for item, lines in rows[rows["item"] != TOTAL].groupby("item", sort=False)}
    for item, persons in figures.items():
        if item in totals:
            tell_difference(table, item, totals[item], persons)
    return rows, totals


def _long_rows(table: Table, same: pd.DataFrame, options: Options) -> pd.DataFrame:
    names = {heading(name): item.key for item in (*NEED_COLUMNS, *SERVICE_COLUMNS) for name in item.headings}
    words = {"day": "通所", "home": "訪問", heading(TOTAL_LABEL): TOTAL, heading("対象人数"): TOTAL, "total": TOTAL}
    written = table.required("item")
    group = each(table.text("group"), lambda name: words.get(name, name))
    full = (group + "・" + written).fillna(written)
    item = each(full, lambda name: names.get(heading(name), words.get(heading(name), name)))
    persons, state = table.figures("persons", options.blank)
    how = table.choices("status", STATUS, f"{'、'.join(STATUS)} のどれかにしてください。")
    state = state.mask(
        persons.isna() & each(how, lambda found: found[0] == "unreadable", "boolean").fillna(False), "unreadable"
    )
    basis = each(how, lambda found: found[1]).fillna("counted")
    return same.assign(item=item, persons=persons, state=state, basis=basis, line=table.frame.index)


def _subjects(table: Table, same: pd.DataFrame) -> pd.DataFrame:
    """対象人数 beside every item of an area, said once as the item "total"; two different numbers for one area are
    refused."""
    persons, state = table.figures("subjects")
    rows = same.assign(item=TOTAL, persons=persons, state=state, basis="counted", line=same.index)
    once = rows.drop_duplicates(["area", "within", "when"])
    differing = rows.drop_duplicates(["area", "within", "when", "persons"])
    for index in differing.index.difference(once.index):
        table.say(
            "refuse",
            f"「{rows.at[index, 'area']}」の人数が、前の行と違います。",
            "同じ区域では同じ人数にしてください。",
            index,
            "subjects",
        )
    return once


def _households(table: Table, same: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The column 世帯数 as table `households`; a period counts them at its end."""
    households, state = table.figures("households")
    when = same["when"].str.split("/").str[-1]
    frame = same.drop(columns="when").assign(as_of=when, kind="total", households=households, state=state)
    return frame.drop_duplicates(["area", "within", "as_of"])


def _refuse_repeats(table: Table, rows: pd.DataFrame) -> None:
    known = rows.dropna(subset=["area", "item"])
    again = said_again(known, ["area", "within", "when", "item"]).drop_duplicates("line")
    for _, line in again.iterrows():
        table.say(
            "refuse",
            f"「{line['area']}」の行が前にもあります（{line['first']}行目）。",
            "どちらかを消すか、一つにまとめてください。",
            int(line["line"]),
            next(key for key in ("area", "area_code", "within") if table.has(key)),
        )


def _tell_blanks(table: Table, rows: pd.DataFrame, options: Options) -> None:
    blank = int((rows["state"] == "not_in_source").sum())
    if blank and options.blank is None:
        table.say(
            "warn",
            f"空欄や「-」が{blank}か所あります。0ではなく「分からない」として読みました。",
            "0の意味なら --blank zero を付けて読み直してください。",
        )
