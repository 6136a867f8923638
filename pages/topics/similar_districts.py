"""What the page 似た地区 says: which districts are alike, in what, in what not, and what they do. Likeness is no
ranking."""

from __future__ import annotations

import pandas as pd

from analysis.indicators.similar_districts import FEATURES, GROUPS, likeness_of
from analysis.lists.councils import SINCE, Record, begun
from data.vocabulary import KINDS
from pages.figures import captions, wording
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics.resident_activities import third_tier

HOW = f"{'・'.join(GROUPS)}の3つを同じ重さでくらべ、近い順に並べています。地区のよしあしや順位ではありません。"
CAVEAT = "似ていても同じではありません。取り組みは、そのまま写すのではなく、話し合いの手がかりにしてください。"
TOO_FEW = (
    "似た地区を選ぶには、年齢・人口の密度・世帯の値がわかる地区が4つ以上必要です。"
    "この市の資料では足りないため（資料になし）、選べません。"
)
NOTE = (
    "「似かた」は、似た地区のうちいちばん離れた地区との違いです。市の地区どうしのふつうの散らばり（標準偏差）とくらべ、"
    "その半分までを「近い」、1つ分までを「少し違う」、それより大きいものを「違う」としています。"
)
NOT_COMPARED = "（参考）"
NAMED = 5  # names listed in one cell
WORDS = "ことがら"


def label(name: str) -> str:
    """「○○地区」, also where the name ends so already."""
    return f"{name.removesuffix('地区')}地区"


def names_of(view: View, alike: pd.DataFrame) -> dict[str, str]:
    """area_code -> name of the chosen district and those like it, in that order."""
    return {view.district: label(view.place)} | dict(
        zip(alike["area_code"], map(label, alike["area_name"]), strict=True)
    )


def sentences_for(view: View, alike: pd.DataFrame, rows: pd.DataFrame) -> tuple[str, ...]:
    """Which are alike, then for each in what it lies nearest and in what it differs most, with both figures."""
    cells = rows.set_index(["area_code", "feature"])
    own = label(view.place)
    said = [f"{own}と似ているのは、{'、'.join(map(label, alike['area_name']))}です。{HOW}"]
    for _, row in alike.iterrows():
        here, there = (
            _text(cells.loc[code, row["differs"]], row["differs"]) for code in (view.district, row["area_code"])
        )
        said.append(
            f"{label(row['area_name'])}とは、{FEATURES[row['alike']][0]}がいちばん近く、"
            f"いちばん違うのは{FEATURES[row['differs']][0]}です（{own} {here}、{label(row['area_name'])} {there}）。"
        )
    return tuple(said)


def _text(row: pd.Series, feature: str) -> str:
    return wording.value_text(row["value"], FEATURES[feature][1], row["state"])


def side_by_side(view: View, alike: pd.DataFrame, rows: pd.DataFrame) -> Sheet:
    """Figures down, the district and those like it across, and how near they lie."""
    names = names_of(view, alike)
    gaps = likeness_of(rows, list(names))
    mine = rows[rows["area_code"].isin(list(names))]
    cells = mine.assign(text=[_text(row, row["feature"]) for _, row in mine.iterrows()])
    known = [feature for feature in FEATURES if cells.loc[cells["feature"] == feature, "value"].notna().any()]
    wide = (
        cells.pivot(index="feature", columns="area_code", values="text")
        .reindex(index=known, columns=list(names))
        .rename(columns=names)
    )
    wide.insert(0, WORDS, [FEATURES[feature][0] for feature in known])
    wide["似かた"] = [_near(gaps.get(feature)) for feature in known]
    lacking = [FEATURES[feature][0] for feature in FEATURES if feature not in known]
    note = NOTE + (f"　資料にないため載せていないもの：{'、'.join(lacking)}。" if lacking else "")
    said = captions.plain(
        view,
        f"{label(view.place)}と似た地区をくらべる",
        mine["source"].unique(),
        mine["as_of"].unique(),
        note,
        "似た地区",
    )
    return Sheet(said, wide, wide, words=frozenset({WORDS, "似かた"}))


def _near(gap: float | None) -> str:
    if gap is None:
        return NOT_COMPARED
    return "近い" if gap <= 0.5 else "少し違う" if gap <= 1 else "違う"


def efforts(view: View, alike: pd.DataFrame, record: Record, resources: pd.DataFrame) -> Sheet:
    """What each of the districts strives for and has begun, in words: one column a district."""
    activities, began = record.activities, third_tier(begun(resources, record.councils))
    names, table = names_of(view, alike), record.councils.drop_duplicates("area_code").set_index("area_code")
    columns = {}
    for (code, name), district in zip(names.items(), (view.place, *alike["area_name"]), strict=True):
        council = table.loc[code] if code in table.index else pd.Series(dtype=object)
        mine = began[began["district"] == district]
        set_up = council.get("set_up")
        columns[name] = {
            "目指す地域像": _said(council.get("vision")),
            "協議体の設立": wording.date_text(set_up) if isinstance(set_up, str) else "資料になし",
            "始まった支え合い": _begun(mine, set_up),
            "協議体の集まり": _meetings(activities[activities["area_code"] == code]),
        }
    wide = pd.DataFrame(columns)
    wide.insert(0, WORDS, wide.index)
    cited = [table.loc[table["area_code"].isin(list(names)), "source"] for table in (record.councils, activities)] + [
        resources["source"]
    ]
    said = captions.plain(
        view,
        "それぞれの地区の取り組み",
        pd.concat(cited).dropna().unique(),
        [],
        "「始まった支え合い」は、協議体ができてから始まった住民の支え合いの活動（第3層）のうち、"
        "地域資源の一覧で始まった時がわかるものだけです。「協議体の集まり」は、記録のある最後の1年です。",
        "似た地区の取り組み",
    )
    return Sheet(said, wide, wide, words=frozenset(wide.columns))


def _said(text: object) -> str:
    return text if isinstance(text, str) and text else "資料になし"


def _begun(mine: pd.DataFrame, set_up: object) -> str:
    """What residents run (third tier, as 協議体の歩み counts it) that began after the council did."""
    if not isinstance(set_up, str) or mine["started"].isna().all():
        return "資料になし"
    found = mine[mine["began"] == SINCE].sort_values("started", ascending=False, kind="stable")
    more = f" ほか{len(found) - NAMED}件" if len(found) > NAMED else ""
    return f"{len(found)}件：{'、'.join(found['name'].head(NAMED))}{more}" if len(found) else "一覧にはありません"


def _meetings(activities: pd.DataFrame) -> str:
    """Meetings of the year before the latest one, by kind."""
    dated = activities.dropna(subset=["date"])
    if dated.empty:
        return "資料になし"
    latest = dated["date"].max()
    year_before = f"{int(latest[:4]) - 1}{latest[4:]}"
    kinds = dated.loc[dated["date"] > year_before, "kind"].fillna("集まり").value_counts(sort=False)
    return f"{'、'.join(f'{kind}{number}回' for kind, number in kinds.items())}（{wording.date_text(latest)}まで）"


def resources_by_kind(view: View, alike: pd.DataFrame, resources: pd.DataFrame) -> Sheet:
    """How many resources of each kind each of the districts has on the list."""
    districts = (view.place, *alike["area_name"])
    mine = resources[resources["district"].isin(districts)]
    counted = (
        mine.groupby(["kind", "district"]).size().unstack(fill_value=0).reindex(columns=list(districts), fill_value=0)
    )
    counted = counted.reindex([kind for kind in KINDS if kind in counted.index]).rename(columns=label)
    texts = counted.map(lambda number: f"{number:,}件" if number else "登録なし")
    for table in (counted, texts):
        table.insert(0, "種類", [KINDS[kind].label for kind in table.index])
    said = captions.plain(
        view,
        "地域資源の数（種類ごと）",
        mine["source"].unique(),
        mine["source_as_of"].unique(),
        "一覧に登録されている数です。「登録なし」は、ないという意味ではありません。",
        "似た地区の地域資源",
    )
    return Sheet(said, texts, counted, words=frozenset({"種類"}))


def cases_of(cases: pd.DataFrame, alike: pd.DataFrame) -> pd.DataFrame:
    """Of the cases that this level of sharing may see, those of the districts alike, in their order."""
    rank = {code: place for place, code in enumerate(alike["area_code"])}
    return cases[cases["district_code"].isin(rank)].sort_values(
        "district_code", key=lambda codes: codes.map(rank), kind="stable"
    )


def cases(view: View, found: pd.DataFrame) -> Sheet:
    """Those cases as a table."""
    table = (
        pd.DataFrame(
            {
                "地区": found["district"].map(label),
                "題名": found["title"],
                "目的": found["purpose"],
                "今後": found["future"],
                "種類": found["kind"].map(lambda kind: KINDS[kind].label if kind in KINDS else kind),
            }
        )
        .astype("string")
        .fillna("")
        .reset_index(drop=True)
    )
    said = captions.plain(
        view, "似た地区の事例", found["source"].unique(), found["source_as_of"].unique(), "", "似た地区の事例"
    )
    return Sheet(said, table, table, words=frozenset(table.columns))
