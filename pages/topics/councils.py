"""The years and the doings of councils (協議体) in words, tables and figures, from analysis.lists.councils.Record.

Nothing is ranked: districts stand in the city's own order, and what a source does not say is 「資料になし」.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analysis.lists.councils import Record
from data.store.city import DEFAULT_WORDS
from pages.figures import captions, wording
from pages.figures.description import Bars
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics import published
from pages.topics.council_activities import NO_OUTCOME
from pages.topics.council_words import NOT_SAID, date, documents, left_out, registered, said, sources

BESIDE = "ほかの市の数は、時点も数え方も違います。多い少ないを比べるためではなく、進み方を知るために並べています。"
FEW = 5  # the latest activities that a district's page has room for
PRINTED = (
    "second_tier_councils",
    "second_tier_areas",
    "council_activities",
)  # items of vocabulary.PUBLISHED that are of councils


def sentences_for(view: View, record: Record) -> tuple[str, ...]:
    """Of how many districts councils were set up, or a district's own council; how many activities are recorded and
    which is the latest."""
    if len(record.councils) == 1:
        return (_set_up(view.place, record.councils.iloc[0]), _recorded(view.place, record))
    own = record.years[record.years["own"].astype(bool)]
    years = ""
    if len(own):
        last = own.iloc[-1]
        years = (
            f"{view.place}では、{last['fiscal_year']}年度までに{last['districts']}地区のうち{last['cumulative']}で"
            "協議体が設立されました。"
        )
    undated = f"ほかに、設立した年度がわからない協議体が{record.undated}あります。" if record.undated else ""
    return (years + undated, _recorded(view.place, record))


def _set_up(place: str, council: pd.Series) -> str:
    stage = f"いまの段階は「{council['stage']}」です。" if pd.notna(council["stage"]) else ""
    if pd.isna(council["set_up"]):
        return f"{place}の協議体が設立された日は、資料にありません。{stage}"
    return f"{place}の協議体は{date(council['set_up'])}に設立されました。{stage}"


def _recorded(place: str, record: Record) -> str:
    if record.activities.empty:
        return f"{place}の会議や活動の記録は、資料にありません。"
    first = record.activities.iloc[0]
    return (
        f"{place}の会議や活動の記録は{len(record.activities):,}件あります。"
        f"いちばん新しいものは「{said(first['title'])}」（{said(first['when'])}）です。"
    )


def what_is_done(place: str, record: Record, supporter: str = DEFAULT_WORDS["supporter"]) -> tuple[str, ...]:
    """A district's latest activity, then, where they are known, its supporters (by the city's own word for them) and
    its last homework.

    `record` is that of the district (queries.council_record).
    """
    supporters, homework = record.supporters.dropna(subset=["registered"]).head(1), record.homework.head(1)
    helping = [
        f"{supporter}は{registered(row.registered, row.note)}です（{said(row.when)}）。"
        for row in supporters.itertuples()
    ]
    agreed = [
        f"前回の宿題は「{row.homework}」です（{said(row.when)}）。"
        f"その後：{_ended(NO_OUTCOME if pd.isna(row.outcome) else row.outcome)}"
        for row in homework.itertuples()
    ]
    return (_recorded(place, record), *helping, *agreed)


def _ended(sentence: str) -> str:
    """With its full stop, whether or not who wrote it set one."""
    return f"{sentence.removesuffix('。')}。"


def years_bars(view: View, record: Record, remarks: Sequence[str] = ()) -> Bars:
    """Councils by fiscal year, cumulative: this city's and, below, those of other cities that documents print."""
    years = _placed(view, record)
    rows = pd.DataFrame(
        {
            "label": years["place"] + "　" + years["fiscal_year"].astype(str) + "年度",
            "value": years["cumulative"].astype(float),
            "state": "ok",
            "emphasis": years["own"].astype(bool),
            "text": [f"{row.cumulative}／{row.districts}地区" for row in years.itertuples()],
        }
    )
    title = "協議体の設立（その年度までの合計）"
    return Bars(
        captions.plain(
            view, title, years["source"], (), " ".join([*remarks, _beside(years)]).strip(), "協議体の設立・図"
        ),
        rows,
        "協議体の数",
    )


def years_sheet(view: View, record: Record) -> Sheet:
    """The same as a table, with how many began in each year and what the documents note."""
    years = _placed(view, record)
    marks, note = documents(years["source"])
    data = pd.DataFrame(
        {
            "市": years["place"],
            "年度": years["fiscal_year"],
            "その年度に設立": years["started"],
            "その年度までの合計": years["cumulative"],
            "地区の数": years["districts"],
            "注": years["note"].fillna(""),
            "資料": years["source"],
        }
    )
    shown = (
        data.drop(columns="注")
        .assign(年度=data["年度"].astype(str) + "年度", 資料=marks)
        .astype("string")
        .fillna(NOT_SAID)
    )
    if not note:
        shown = shown.drop(columns="資料")
    notes = [
        f"{row.place}　{row.fiscal_year}年度：{row.note}。"
        for row in years[~years["own"].astype(bool)].dropna(subset=["note"]).itertuples()
    ]
    counted = [
        f"{view.place}は{words}です。" for words in years.loc[years["own"].astype(bool), "note"].dropna().unique()
    ]
    caption = captions.plain(
        view,
        "協議体の設立（年度ごとの数）",
        years["source"],
        (),
        " ".join([*counted, *notes, note]).strip(),
        "協議体の設立・表",
    )
    return Sheet(caption, shown, data, words=frozenset({"市", "年度", "資料"}))


def _placed(view: View, record: Record) -> pd.DataFrame:
    return record.years.assign(
        place=record.years["place"].where(~record.years["own"].astype(bool), view.place)
    ).reset_index(drop=True)


def _beside(years: pd.DataFrame) -> str:
    return "" if years["own"].all() else BESIDE


def elsewhere(view: View, rows: pd.DataFrame) -> Sheet:
    """What documents print of councils, here and in other cities (rows of the table `published` with their source)."""
    made = published.elsewhere(view, rows)
    return replace(
        made,
        caption=captions.plain(
            view,
            "公表資料にある協議体の数",
            rows["source"],
            (),
            published.AS_PRINTED + BESIDE,
            "公表資料にある協議体の数",
        ),
    )


def of_councils(rows: pd.DataFrame) -> pd.DataFrame:
    """Of the published figures those that are of councils."""
    return rows[rows["item"].isin(PRINTED)]


def districts_sheet(view: View, record: Record) -> Sheet:
    """Each district's council, in the city's own order; what no district has is said once below the table."""
    rows = record.councils.reset_index(drop=True)
    held = f"{record.year}年度の会議・活動" if record.year else "会議・活動の数"
    data = pd.DataFrame(
        {
            "地区": rows["area_name"],
            "協議体の名前": rows["name"],
            "段階": rows["stage"],
            "設立": rows["set_up"].map(wording.date_text, na_action="ignore"),
            "目指す地域像": rows["vision"],
            "いちばん新しい会議・活動": rows["latest_title"].fillna(NOT_SAID) + "（" + rows["latest_when"] + "）",
            held: rows["meetings"],
            "登録サポーター": rows["registered"],
            "登録の時点": rows["registered_when"],
            "登録の注": rows["registered_note"],
        }
    )
    lacking = [name for name in list(data)[1:8] if data[name].isna().all()] if len(rows) > 1 else []
    shown = (
        data.assign(
            **{
                held: [NOT_SAID if pd.isna(number) else f"{number}件" for number in data[held]],
                "登録サポーター": [
                    registered(number, note)
                    for number, note in zip(data["登録サポーター"], data["登録の注"], strict=True)
                ],
            }
        )
        .drop(columns=["登録の時点", "登録の注", "協議体の名前", *lacking], errors="ignore")
        .astype("string")
        .fillna(NOT_SAID)
    )
    stages = "" if rows["stage"].isna().all() else "段階は取り組みの様子を表す言葉で、よしあしではありません。"
    note = f"並びは市の地区の順です。{stages}{NOT_SAID}は、資料に書かれていないことで、0ではありません。" + left_out(
        lacking
    )
    caption = captions.plain(
        view,
        f"地区ごとの協議体（{view.place}）",
        sources(rows, record.activities, record.supporters),
        (),
        note,
        "地区ごとの協議体",
    )
    return Sheet(caption, shown, data, words=frozenset(shown.columns) - {"設立", held})
