"""個人別の利用, for officials only: persons counted by frequency, level, age and sex, and the rows as printed. Plain
tables, nothing to take away."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.methods import individual_use
from data.vocabulary import STATES
from pages.figures import wording
from pages.figures.view import View
from pages.topics import missing_tables

STAMP = wording.SHARING_STAMPS["internal"]
CHOOSE = "この画面は、左の「だれに見せますか」で「庁内用」を選んだときだけ表示します。会議の投影や配付には使えません。"
CAREFUL = "一人ひとりの利用の一覧です。写したり、持ち出したりしないでください。この画面から保存できるものはありません。"
LOST = (
    f"「{individual_use.MARK}」がどのサービスの列のものかは、"
    f"資料の印刷で失われており、{STATES['unreadable']}です。{individual_use.MARK}の数だけを数えています。"
)
NO_ROWS = "{place}の個人別の一覧は、登録がありません。職員用の設定がある端末で、次の命令で取り込めます：{command}"
NONE = "記載なし"


def none_yet(view: View) -> str:
    """That a place has no such list, and how officials bring one in."""
    return NO_ROWS.format(place=view.place, command=missing_tables.command(view.city.name, "individuals"))


def stamped(title: str) -> str:
    """A heading with its stamp."""
    return f"{title}（{STAMP}）"


def sentences_for(place: str, rows: pd.DataFrame) -> tuple[str, ...]:
    """How many persons, and from which document."""
    areas = [name for name in rows["area_name"].unique() if name != place]
    where = f"（{'、'.join(areas)}）" if areas else ""
    return (
        f"{place}{where}の{len(rows)}人の一覧です。",
        *(f"出典：{document}（{_dates(part['as_of'])}）" for document, part in rows.groupby("document", sort=False)),
    )


def _dates(dates: Iterable[str]) -> str:
    return "、".join(wording.as_of_text(date) for date in sorted(set(pd.Series(dates).dropna())))


def combinations(rows: pd.DataFrame) -> pd.DataFrame:
    """Persons by how often they use services; each person once."""
    return _counted("回数（組み合わせ）", individual_use.combinations(rows["frequency"]))


def frequencies(rows: pd.DataFrame) -> pd.DataFrame:
    """Persons whose row names a frequency; a person with two frequencies stands in both."""
    return _counted("回数", individual_use.frequencies(rows["frequency"]))


def levels(rows: pd.DataFrame) -> pd.DataFrame:
    """Persons by care level, in the list's order."""
    return _counted("区分", rows["care_level"].fillna("").value_counts(sort=False))


def marks(rows: pd.DataFrame) -> pd.DataFrame:
    """Persons by how many marks their row has."""
    counted = individual_use.marks(rows["uses"]).value_counts().sort_index()
    return _counted(f"{individual_use.MARK}の数", counted.set_axis([f"{number}個" for number in counted.index]))


def has_marks(rows: pd.DataFrame) -> bool:
    """Whether the list has marks whose columns are lost."""
    return bool(individual_use.marks(rows["uses"]).sum())


def decades(rows: pd.DataFrame) -> pd.DataFrame:
    """Persons by decade of age (down) and sex (across)."""
    named = rows.assign(age=rows["decade"].map(_decade, na_action=None), sex=rows["sex"].fillna(NONE))
    table = named.groupby(["age", "sex"], sort=True).size().unstack(fill_value=0)
    table["計"] = table.sum(axis=1)
    return table.map(lambda number: f"{number}人").rename_axis(columns=None).reset_index(names="年代")


def _decade(decade: object) -> str:
    return f"{decade}代" if isinstance(decade, str) and decade else NONE


def listing(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as printed."""
    return (
        pd.DataFrame(
            {
                "番号": rows["row"],
                "年代": rows["decade"].map(_decade, na_action=None),
                "性別": rows["sex"],
                "区分": rows["care_level"],
                "記載のとおり": rows["uses"].fillna(rows["frequency"]),
            }
        )
        .astype("string")
        .fillna(NONE)
    )


def _counted(heading: str, counted: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {heading: [name or NONE for name in counted.index], "人数": [f"{number}人" for number in counted]}
    )
