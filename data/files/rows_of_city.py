"""The rows of one municipality in lists of the whole country."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from data.files.column_headings import Column, knows
from data.files.headed_table import SHOWN, Table, each
from data.files.municipal_codes import municipal_code
from data.files.opened import Opened
from data.files.read_table import read_table


def of_national_list(
    opened: Opened, columns: Sequence[Column], city_codes: Collection[str], same: Sequence[str], what: str
) -> Table:
    """The city's lines of a national list (columns `code` and `city`), a place said twice (`same`, in words `what`)
    taken once."""
    sheet = next((sheet for sheet in opened.sheets if knows(sheet, columns)), opened.sheets[0])
    table = of_city(read_table(sheet, columns), "code", "city", city_codes)
    again = table.frame[list(same)].duplicated()
    if again.any():
        table.say("warn", f"同じ{what}の行が{int(again.sum())}件重なっていたため、一つにしました。")
        table.frame = table.frame[~again].reset_index(drop=True)
    return table


def of_city(table: Table, code_key: str, name_key: str, city_codes: Collection[str]) -> Table:
    """The lines of the city (five-digit codes); the others are counted and left out. Without codes all stay, and
    several municipalities are told."""
    codes = each(table.frame[code_key], municipal_code).str[:5]
    if not city_codes or not codes.notna().any():
        names = table.frame.loc[table.frame[name_key] != "", name_key].unique()
        if len(names) > 1:
            table.say(
                "warn",
                f"{len(names)}の市区町村が入っています（{'、'.join(names[:SHOWN])}など）。",
                "この市の区域のファイルと一緒に取り込むと、市の中の位置にあるものだけが残ります。",
                None,
                name_key,
            )
        return table
    other = codes.notna() & ~codes.isin(set(city_codes))
    if other.all():
        table.say(
            "refuse",
            f"この市区町村（コード {'、'.join(sorted(city_codes))}）の行がありません。",
            "この市区町村が入ったファイルか確かめてください。",
            None,
            code_key,
        )
        table.finish()
    if other.any():
        table.say("info", f"ほかの市区町村の{int(other.sum())}行を外し、{int((~other).sum())}行を読みました。")
    return Table(
        table.sheet,
        table.frame[~other].reset_index(drop=True),
        table.written,
        table.header,
        table.problems,
        table.assumed,
    )
