"""Supporters (支え合いサポーター) as documents count them: registered, trained, by district and date."""

from __future__ import annotations

import pandas as pd

from analysis.lists.councils import Record
from pages.figures import captions
from pages.figures.description import Bars
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics.council_words import NOT_SAID, documents, people, registered, sources


def has_supporters(record: Record) -> bool:
    """Whether anything is known of supporters."""
    return bool(len(record.supporters) or len(record.trainings))


def sheet(view: View, record: Record) -> Sheet:
    """Supporters registered and trained, and who took part in their training, by district and date."""
    courses = record.trainings
    helping = record.supporters.assign(what="登録", course=pd.NA)
    rows = pd.concat(
        [
            helping,
            courses.assign(
                what="養成研修", registered=pd.NA, trained=pd.NA, note=pd.NA, course=courses["participants"]
            ),
        ],
        ignore_index=True,
    )
    rows = rows.sort_values("order", kind="stable").reset_index(drop=True)
    marks, key = documents(rows["source"])
    data = pd.DataFrame(
        {
            "地区": rows["area_name"],
            "いつ": rows["when"],
            "登録": rows["registered"],
            "研修を終えた人": rows["trained"],
            "養成研修に参加": rows["course"],
            "注": rows["note"],
            "資料": rows["source"],
        }
    )
    registering = rows["what"] == "登録"
    shown = data.assign(
        登録=[registered(number, note) for number, note in zip(rows["registered"], rows["note"], strict=True)],
        研修を終えた人=rows["trained"].map(people),
        養成研修に参加=rows["course"].map(people),
        資料=marks,
    ).drop(columns="注")
    # A line of a course says nothing of registration, nor the other way round: blank there, not 「資料になし」.
    shown = shown.assign(
        **{name: shown[name].where(registering, "") for name in ("登録", "研修を終えた人")},
        養成研修に参加=shown["養成研修に参加"].where(~registering, ""),
    )
    empty = [name for name in ("登録", "研修を終えた人", "養成研修に参加") if data[name].isna().all()]
    shown = shown.drop(columns=[*empty, *([] if key else ["資料"])]).astype("string").fillna(NOT_SAID)
    blank = "空いている欄は、その行（登録か研修か）では数えない項目です。" if (shown == "").any(axis=None) else ""
    note = f"登録と研修の人数は、資料の時点のものです。表にない地区は、資料にありません。{blank} {key}".strip()
    caption = captions.plain(
        view,
        f"{view.city.word('supporter')}（{view.place}）",
        sources(record.supporters, courses),
        (),
        note,
        "サポーター",
    )
    return Sheet(caption, shown, data, words=frozenset({"地区", "いつ", "資料"}))


def bars(view: View, record: Record) -> Bars:
    """Registered supporters: the latest of each district, or the dates of one."""
    one = record.supporters["area_code"].nunique() == 1
    rows = (
        record.supporters.sort_values("date", kind="stable") if one else record.supporters.drop_duplicates("area_code")
    )
    drawn = pd.DataFrame(
        {
            "label": rows["when" if one else "area_name"],
            "value": rows["registered"].astype("Float64"),
            "text": [people(number) for number in rows["registered"]],
            "state": ["not_in_source" if pd.isna(number) else "ok" for number in rows["registered"]],
            "emphasis": False,
        }
    ).reset_index(drop=True)
    when = "" if one else "、".join(rows["when"].dropna().unique()) + "の値です。"
    return Bars(
        captions.plain(
            view,
            f"登録している{view.city.word('supporter')}（{view.place}）",
            rows["source"],
            (),
            when,
            "登録サポーター",
        ),
        drawn,
        "登録している人（人）",
    )
