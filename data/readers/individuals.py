"""個人別の利用: one person a line, without anything that names one. Read only where officials' access is set
(data.store.access).

What a person's cell holds is never repeated in a message: row and column say where it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from data.files.column_headings import AREA_COLUMNS, Column, column, heading, knows
from data.files.dates import HOW
from data.files.extract import Extract, Options
from data.files.headed_table import Table, each
from data.files.opened import Opened
from data.files.personal_data import TELEPHONE, names_someone, refuse_naming
from data.files.problems import Problem, Refused
from data.files.read_table import read_table
from data.files.sheet import Sheet
from data.store import access
from data.text.plain_text import plain_text, source_title
from data.vocabulary import BETWEEN_FREQUENCIES

KIND = "individuals"
LABEL = "個人別の利用の一覧（庁内用）"

COLUMNS = (
    *AREA_COLUMNS,
    column("as_of", "基準日 年月日 時点 日付 date"),
    column("decade", "年代 年齢 歳 age_decade", needed=True),
    column("sex", "性別 男女 sex", needed=True),
    column("care_level", "要介護度 介護度 認定区分 認定 要介護等区分 区分 care_level"),
    column("uses", "利用 利用サービス サービス サービスの利用 利用内容 利用状況 rest_of_row_as_printed uses"),
    column("frequency", "利用回数 回数 頻度 利用頻度 frequency"),
)
SEXES = {**dict.fromkeys(("男", "男性", "M", "male"), "男"), **dict.fromkeys(("女", "女性", "F", "female"), "女")}
NO_ACCESS = "個人別の一覧は、職員用の設定（環境変数 INTERNAL_ACCESS）がある端末だけで読めます。"
OLDEST = 120
_TIMES = re.compile(r"[週月]\d+(?:[~～-]\d+)?回")


def recognises(opened: Opened) -> bool:
    return any(_is_known(sheet) for sheet in opened.sheets)


def _is_known(sheet: Sheet) -> bool:
    """Sex, and how often or what is used; sex, level and an age; or a name or birthday beside a level or use: but no
    column of counts."""
    if knows(sheet, (column("count", "人数 認定者数 被保険者数 人口 総数 persons", needed=True),)):
        return False
    headings = {item.key: item.headings for item in COLUMNS}
    sex, level, uses, frequency = (Column(key, headings[key]) for key in ("sex", "care_level", "uses", "frequency"))
    age = Column("age", (*headings["decade"], "生年月日"))
    name = Column("name", ("氏名", "利用者名", "対象者名", "フリガナ", "生年月日", "被保険者番号"))
    return (
        knows(sheet, (sex, uses, frequency), 2, ("sex",))
        or knows(sheet, (sex, level, age), 3)
        or knows(sheet, (name, level, uses, frequency), 2, ("name",))
    )


def read(opened: Opened, options: Options) -> Extract:
    """Table `individuals` with area, within, as_of, decade, sex, care_level, uses, frequency, row, sheet; a number of
    the list's own is left out, it could name someone.

    Raises Refused without officials' access, for a column that could name someone, for telephone numbers, and for what
    cannot be read.
    """
    if not access.internal_allowed():
        raise Refused([opened.problem("refuse", NO_ACCESS, "設定のある端末で取り込んでください。")])
    sheet = next((sheet for sheet in opened.sheets if _is_known(sheet)), opened.sheets[0])
    try:
        return _read_sheet(sheet, opened, options)
    except Refused as found:
        raise Refused(quiet(found.problems)) from None


def quiet(problems: list[Problem] | tuple[Problem, ...]) -> list[Problem]:
    """The same problems without the cells they are about, what was read from them, and a column's name that is no
    heading this program knows: it may be a person's."""
    problems = [
        (
            replace(problem, why="日付として読めません。", what_to_do=HOW)
            if problem.why.startswith("日付として")
            else (
                replace(problem, why="日付の元号が年と合いません。")
                if problem.why.endswith("として読みました。") and problem.column
                else problem
            )
        )
        for problem in problems
    ]
    known = {heading(name) for item in COLUMNS for name in item.headings}
    return list(
        dict.fromkeys(
            replace(
                problem,
                value="",
                column=problem.column if heading(problem.column) in known or names_someone(problem.column) else "",
            )
            for problem in problems
        )
    )


def _read_sheet(sheet: Sheet, opened: Opened, options: Options) -> Extract:
    refuse_naming(sheet, COLUMNS)
    table = read_table(sheet, COLUMNS)
    rows = pd.DataFrame(
        {
            "area": table.text("area_code").fillna(table.text("area")).fillna(table.text("within")),
            "within": table.text("within"),
        }
    )
    rows["within"] = rows["within"].mask(table.text("area").isna())
    rows["as_of"] = table.as_of(opened, given=options.as_of)
    rows["decade"] = _decades(table)
    rows["sex"] = table.choices("sex", SEXES, "「男」か「女」にしてください。").astype("string")
    rows["care_level"], rows["uses"] = table.text("care_level"), table.text("uses")
    written = table.text("frequency").fillna(rows["uses"])
    rows["frequency"] = each(written, lambda text: BETWEEN_FREQUENCIES.join(_TIMES.findall(plain_text(text))) or None)
    _refuse_telephones(table)
    if unused := table.unused():
        table.say("info", f"使わなかった列が{len(unused)}列あります。")
    table.finish()
    rows[["row", "sheet"]] = table.frame[["row", "sheet"]]
    source = {"kind": KIND, "title": source_title(opened.path.stem, "個人別の利用の一覧")}
    return Extract(
        KIND,
        opened.path,
        {KIND: rows},
        source,
        quiet(table.problems),
        assumed=[re.sub("日付を.*と読みました", "日付を読みました", line) for line in table.assumed],
    )


def _decades(table: Table) -> pd.Series:
    """「80」「80代」「83歳」「80～89」 -> "80": ages are kept in tens only."""
    found = each(table.frame["decade"], _decade)
    for index in found.index[found.isna() & (table.frame["decade"] != "")]:
        table.say("refuse", "年代として読めません。", "「80」「80代」のように書いてください。", index, "decade")
    if (each(table.frame["decade"], lambda cell: plain_text(cell)[:2]) != found).fillna(False).any():
        table.say("info", "年齢は10歳ごとの年代にまとめて保存します。")
    return found


def _decade(cell: str) -> str | None:
    number = re.match(r"(\d{1,3})(?!\d)", plain_text(cell))
    return str(int(number[1]) // 10 * 10) if number and int(number[1]) <= OLDEST else None


def _refuse_telephones(table: Table) -> None:
    for key in ("uses", "frequency", "care_level"):
        if table.has(key):
            for index in table.frame.index[table.frame[key].map(lambda cell: bool(TELEPHONE.search(plain_text(cell))))]:
                table.say("refuse", "電話番号のような数字があります。", "消してから読み込んでください。", index, key)
