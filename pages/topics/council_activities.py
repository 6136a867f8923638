"""The meetings and activities of councils as a table, and the last homework with what became of it."""

from __future__ import annotations

import pandas as pd

from analysis.lists.councils import Record
from pages.figures import captions, wording
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics.council_words import NOT_SAID, documents, left_out, people, said

NO_OUTCOME = "まだ記録がありません"
NO_HOMEWORK = (
    "宿題（次の会議までにすること）の記録は、資料にありません。活動の表に「宿題」と「宿題のその後」の列を作ると、"
    "ここに出ます。"
)
HOMEWORK = "前回の宿題とは、会議で「次までにやってみよう」と決めたことです。「その後」の欄は、どうなったかの記録です。"


def sheet(view: View, record: Record, most: int | None = None) -> Sheet:
    """What was done, the newest first; `most`: only so many."""
    rows = (record.activities.head(most) if most else record.activities).reset_index(drop=True)
    marks, key = documents(rows["source"])
    data = pd.DataFrame(
        {
            "いつ": rows["when"],
            "地区": rows["area_name"],
            "種類": rows["kind"],
            "題名": rows["title"],
            "対象": rows["audience"],
            "案内": rows["invited"],
            "参加": rows["participants"],
            "参加の割合（%）": (rows["share"] * 100).round(1),
            "参加した協議体": rows["councils"],
            "備考": rows["remark"],
            "資料": rows["source"],
        }
    )
    shown = pd.DataFrame(
        {
            "地区": rows["area_name"],
            "いつ": rows["when"],
            "題名": [
                f"{name_of(row)}　※{row.remark}" if pd.notna(row.remark) else name_of(row) for row in rows.itertuples()
            ],
            "対象": rows["audience"],
            "参加": [attendance(row) for row in rows.itertuples()],
            "資料": marks,
        }
    )
    number = f"{len(record.activities):,}件" + (
        f"のうち新しい{len(rows):,}件" if len(rows) < len(record.activities) else ""
    )
    lacking = ["対象"] if rows["audience"].isna().all() else []
    unsaid = [*lacking, *([] if key else ["資料"]), *(["地区"] if rows["area_name"].nunique() == 1 else [])]
    shown = shown.drop(columns=unsaid).astype("string").fillna(NOT_SAID)
    note = "新しい順です。日付が資料にないものは、終わりに並べています。" + left_out(lacking)
    caption = captions.plain(
        view, f"会議と活動（{view.place}・{number}）", rows["source"], (), f"{note} {key}".strip(), "会議と活動"
    )
    return Sheet(caption, shown, data, words=frozenset(shown.columns))


def name_of(row) -> str:
    """The title of an activity, with its kind where the title does not say it."""
    if pd.isna(row.kind) or (pd.notna(row.title) and row.kind in row.title):
        return said(row.title)
    return f"{row.kind}：{row.title}" if pd.notna(row.title) else row.kind


def attendance(row) -> str:
    """「案内306人、参加150人（49.0 %）」, 「参加450人」, 「7協議体」: as much as is known; the share of a whole city's
    meetings only, no district is graded."""
    parts = [f"案内{people(row.invited)}"] if pd.notna(row.invited) else []
    if pd.notna(row.participants):
        parts.append(
            f"参加{people(row.participants)}"
            + (f"（{wording.value_text(row.share, 'share')}）" if pd.notna(row.share) and row.level == "city" else "")
        )
    elif parts:
        parts.append(f"参加は{NOT_SAID}")
    if pd.notna(row.councils):
        parts.append(f"{row.councils}協議体")
    return "、".join(parts) or NOT_SAID


def homework_sheet(view: View, record: Record) -> Sheet:
    """The last homework of each district and what became of it."""
    rows = record.homework
    data = pd.DataFrame(
        {
            "地区": rows["area_name"],
            "いつ": rows["when"],
            "会議": rows["title"],
            "宿題": rows["homework"],
            "その後": rows["outcome"].fillna(NO_OUTCOME),
        }
    ).reset_index(drop=True)
    without = len(record.councils) - int(record.councils["area_code"].isin(rows["area_code"]).sum())
    rest = f" 宿題の記録がない地区が{without}あります。" if without else ""
    caption = captions.plain(
        view, f"前回の宿題とその後（{view.place}）", rows["source"], (), HOMEWORK + rest, "前回の宿題"
    )
    return Sheet(caption, data.astype("string").fillna(NOT_SAID), data, words=frozenset(data.columns) - {"いつ"})
