"""Who took part in what councils do, and who helps: meetings, the towns of before, supporters, what began since."""

from __future__ import annotations

import pandas as pd

from analysis.lists.councils import BEFORE, SINCE, UNCLEAR, UNKNOWN, Record
from data.vocabulary import KINDS
from pages.figures import captions, wording
from pages.figures.description import Bars
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics.councils import NOT_SAID, date, documents, people, registered, said, sources

MOST_BARS = 12  # more meetings than this are a table, not a figure
TOWNS = "旧市内などは、合併前の市町村の区域です。いまの地区とは分け方が違うため、地区ごとの数ではありません。"
EXCHANGE = "一回の交流会に参加した協議体の数です。"
BEGAN = {
    BEFORE: "協議体より前から",
    SINCE: "協議体ができてから",
    UNCLEAR: "協議体との前後がわからない",
    UNKNOWN: "始まった時期の記録なし",
}
THIRD_TIER = tuple(key for key, kind in KINDS.items() if kind.third_tier)
THIRD = (
    "住民の支え合いの活動（第3層）を、始まった日が協議体の設立より前か後かで分けたものです。"
    "店・医院・介護の事業所・集会所は含みません。協議体のはたらきで始まったとは限りません。"
)
NOTHING_BEGAN = "第3層の活動は、資料（地域資源の一覧）にありません。"


def exchange(record: Record) -> pd.DataFrame:
    """Activities of which it is known how many councils took part."""
    return record.activities.dropna(subset=["councils"])


def exchange_bars(view: View, record: Record, remarks: list[str]) -> Bars:
    """How many councils came together, meeting by meeting; those without a year in the document's own order."""
    rows = _in_time(exchange(record).head(MOST_BARS))
    drawn = pd.DataFrame(
        {
            "label": [f"{said(row.title)}　{said(row.when)}" for row in rows.itertuples()],
            "value": rows["councils"].astype(float).to_numpy(),
            "state": "ok",
            "emphasis": False,
            "text": [f"{number}協議体" for number in rows["councils"]],
        }
    )
    return Bars(
        captions.plain(
            view, f"協議体どうしの交流会（{view.place}）", rows["source"], (), " ".join([EXCHANGE, *remarks]), "交流会"
        ),
        drawn,
        "参加した協議体の数",
    )


def _in_time(activities: pd.DataFrame) -> pd.DataFrame:
    """The earliest at the top, as years are read in the figure above them; those without a date stay in the document's
    order."""
    return activities.sort_values("date", kind="stable", na_position="last")


def invited(record: Record) -> pd.DataFrame:
    """The latest activities of which both numbers are known: invited and taking part; those of the whole city where
    there are any."""
    known = record.activities.dropna(subset=["invited", "participants"])
    whole = known[known["level"] == "city"]
    return (
        (whole if len(whole) else known).head(MOST_BARS)
        if len(whole) or known["area_code"].nunique() == 1
        else known.iloc[:0]
    )


def invited_bars(view: View, record: Record) -> Bars:
    """Invited and taking part, side by side."""
    rows = _in_time(invited(record))
    parts = [
        pd.DataFrame(
            {
                "label": [f"{said(row.title)}　{said(row.when)}" for row in rows.itertuples()],
                "series": name,
                "value": rows[column].astype(float).to_numpy(),
                "state": "ok",
                "text": [people(number) for number in rows[column]],
            }
        )
        for column, name in (("invited", "案内した人"), ("participants", "参加した人"))
    ]
    drawn = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)
    return Bars(
        captions.plain(
            view,
            f"案内した人と参加した人（{view.place}）",
            rows["source"],
            (),
            "両方の人数が資料にある会議だけを示しています。",
            "案内と参加",
        ),
        drawn,
        "人数（人）",
    )


def towns_sentences(record: Record) -> tuple[str, ...]:
    """The whole as the document prints it beside what the towns add up to; and what the towns are."""
    towns = record.by_town
    whole = record.activities.merge(towns[["title", "date"]].drop_duplicates(), on=["title", "date"]).dropna(
        subset=["participants"]
    )
    whole = whole[whole["level"] == "city"]
    if whole.empty:
        return (TOWNS,)
    printed, added = int(whole.iloc[0]["participants"]), int(towns["participants"].sum())
    if towns["participants"].isna().any():
        compared = "区域ごとの人数に資料にないものがあるため、足した数とは比べていません。"
    else:
        compared = (
            "区域ごとの人数を足した数と合っています。"
            if printed == added
            else f"区域ごとの人数を足すと{added:,}人で、合いません。資料のまま示しています。"
        )
    audience = f"（{whole.iloc[0]['audience']}）" if pd.notna(whole.iloc[0]["audience"]) else ""
    return (f"資料にある全体の参加者は{printed:,}人{audience}です。{compared}", TOWNS)


def towns_bars(view: View, record: Record) -> Bars:
    """Participants by the towns of before, in the document's order."""
    rows = record.by_town
    drawn = pd.DataFrame(
        {
            "label": rows["area_name"],
            "value": rows["participants"].astype("Float64"),
            "text": [people(number) for number in rows["participants"]],
            "state": ["not_in_source" if pd.isna(number) else "ok" for number in rows["participants"]],
            "emphasis": False,
        }
    )
    return Bars(_towns_caption(view, record, "図"), drawn, "参加した人（人）")


def towns_sheet(view: View, record: Record) -> Sheet:
    """The same for the CSV; the printed whole stands apart from the towns, in the note."""
    rows = record.by_town
    data = pd.DataFrame(
        {
            "合併前の市町村": rows["area_name"],
            "いつ": rows["when"],
            "題名": rows["title"],
            "参加": rows["participants"],
            "資料": rows["source"],
        }
    )
    return Sheet(_towns_caption(view, record, "表"), data.astype("string").fillna(NOT_SAID), data)


def _towns_caption(view: View, record: Record, form: str):
    first = record.by_town.iloc[0]
    return captions.plain(
        view,
        f"{said(first['title'])}　参加した人（合併前の市町村ごと、{said(first['when'])}）",
        record.by_town["source"],
        (),
        " ".join(towns_sentences(record)),
        f"説明会・{form}",
    )


def has_supporters(record: Record) -> bool:
    """Whether anything is known of supporters."""
    return bool(len(record.supporters) or len(record.trainings))


def supporters_sheet(view: View, record: Record) -> Sheet:
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


def supporters_bars(view: View, record: Record) -> Bars:
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


def third_tier(begun: pd.DataFrame) -> pd.DataFrame:
    """What residents run themselves, of resources with `began` (analysis.lists.councils.begun); the stops of one van
    are one activity."""
    rows = begun[begun["kind"].isin(THIRD_TIER)]
    at_stops = rows["kind"].map(lambda kind: KINDS[kind].stops).astype(bool)
    vans = rows[at_stops].assign(van=lambda stops: stops["route"].fillna(stops["name"]))
    each = vans.groupby(["van", "district", "began"], dropna=False, sort=False)
    first = vans[~vans.duplicated(["van", "district", "began"])]
    places = ["、".join(dict.fromkeys(stops["place"].dropna())) for _, stops in each]
    rest = rows[~at_stops]
    return (
        pd.concat([rest, first.assign(place=places).drop(columns="van")]).sort_index(kind="stable")
        if len(vans)
        else rows
    )


def began_sentences(begun: pd.DataFrame) -> tuple[str, ...]:
    """How many there were before the council, how many began since, and of how many that is not known."""
    counts = third_tier(begun)["began"].value_counts()
    parts = [f"「{label}」が{counts[key]:,}件" for key, label in BEGAN.items() if key in counts]
    return (f"支え合いの活動（第3層）は、{'、'.join(parts)}です。", THIRD)


def began_bars(view: View, begun: pd.DataFrame) -> Bars:
    """Kinds of what residents run, split by whether it began before the council or since."""
    rows = third_tier(begun)
    counts = rows.groupby(["kind", "began"]).size()
    drawn = pd.DataFrame(
        [
            {
                "label": KINDS[kind].label,
                "series": label,
                "value": float(counts.get((kind, key), 0)),
                "text": str(counts.get((kind, key), "")),
                "state": "ok",
            }
            for kind in THIRD_TIER
            if (rows["kind"] == kind).any()
            for key, label in BEGAN.items()
            if (rows["began"] == key).any()
        ]
    )
    return Bars(_began_caption(view, rows, "種類ごと"), drawn, "件数", stacked=True)


def began_by_district(view: View, begun: pd.DataFrame, record: Record) -> Sheet:
    """Districts down, how many began before the council and since across."""
    rows = third_tier(begun)
    counts = rows.groupby(["district", "began"]).size().unstack(fill_value=0).reindex(columns=list(BEGAN), fill_value=0)
    counts = counts.loc[:, counts.any()].reindex(record.councils["area_name"], fill_value=0).rename(columns=BEGAN)
    data = counts.reset_index(drop=True)
    data.insert(0, "地区", record.councils["area_name"].to_numpy())
    data.insert(1, "協議体の設立", [date(written) for written in record.councils["set_up"]])
    return Sheet(
        _began_caption(view, rows, "地区ごと"), data.astype("string"), data, words=frozenset({"地区", "協議体の設立"})
    )


def began_list(view: View, begun: pd.DataFrame) -> Sheet:
    """What residents run in one district, with when it began; the newest first, those without a date last."""
    rows = third_tier(begun).sort_values("started", ascending=False, na_position="last", kind="stable")
    data = pd.DataFrame(
        {
            "名称": rows["name"],
            "場所": rows["place"],
            "種類": [KINDS[kind].label for kind in rows["kind"]],
            "始まった時期": [date(written) for written in rows["started"]],
            "協議体との前後": rows["began"].map(BEGAN),
        }
    ).reset_index(drop=True)
    return Sheet(
        _began_caption(view, rows, "一覧"), data.astype("string").fillna(NOT_SAID), data, words=frozenset(data.columns)
    )


def _began_caption(view: View, rows: pd.DataFrame, form: str):
    when = sorted(set(rows["source_as_of"].dropna()))
    dated = f"一覧は{'、'.join(wording.date_text(day) for day in when)}のものです。" if when else ""
    alone = (
        f"どれも「{BEGAN[rows['began'].iloc[0]]}」です。" if rows["began"].nunique() == 1 else ""
    )  # one colour has no key
    return captions.plain(
        view,
        f"活動のひろがり（{view.place}・{form}）",
        rows["source"],
        (),
        f"{alone}{dated}終わったものは数えていません。",
        f"活動のひろがり・{form}",
    )
