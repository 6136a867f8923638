"""What all lists of resources share: positions, identities, schedules, who may come, and the rows of one
municipality."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from data.files import cells, resource_kinds
from data.files.headed_table import SEARCHED, YES_NO, Column, Table, column, each, heading, knows, read_table
from data.files.municipal_codes import check_digit
from data.files.opened import Opened, Sheet
from data.files.schedule import read_schedule
from data.store.schema import TABLES
from data.text import private_homes
from data.text.plain_text import plain_text
from data.vocabulary import KINDS, UNKNOWN

LATITUDES, LONGITUDES = (20.0, 46.0), (122.0, 154.0)  # Japan
SHOWN = 5
# What people answer before a place of theirs is published; a list that asks is a city's own.
ANSWERS = (
    column(
        "contact_public",
        "連絡先の公開 連絡先公開 電話の公開 電話公開 電話番号の公開 電話番号公開 連絡先公開可否 連絡先の公開可否"
        " 連絡先の公開の可否",
    ),
    column(
        "publish",
        "掲載の同意 公開の同意 公開同意 掲載同意 公開 同意 同意の有無 公開可否 公開の可否 掲載可否 掲載の可否"
        " 公表の同意 公表同意 公表可否 公開可 掲載可 公開してよい 掲載してよい ホームページ掲載 HP掲載",
    ),
    column("private_home", "個人宅 自宅開放 個人宅か 個人宅かどうか"),
)

# Whatever else the heading says (「掲載の同意（はい／いいえ）」): an answer that is not read would be one that is not
# kept.
_ASKED = {
    "contact_public": re.compile(
        r"(?:連絡先|電話|tel|番号).*(?:公開|掲載|公表)|(?:公開|掲載|公表).*(?:連絡先|電話)", re.IGNORECASE
    ),
    "publish": re.compile(
        r"(?:掲載|公開|公表).*(?:同意|可否|可・?不可|許可|承諾|了承|了解|よい|良い|可能|希望|する|有無|[○×はい])|(?:同意|承諾|了承|許可).*(?:掲載|公開|公表)|^(?:掲載|公表|公開|同意)(?:欄|\(.*\))?$|^同意(?:書|の?有無)"
    ),
    "private_home": re.compile(r"^(?:個人宅|個人の家|自宅)(?:\(.*\)|か|かどうか|の?(?:有無|別|フラグ|開放|該当))"),
}
# A heading that asks the other way round: a yes below 「公開しない」 is a no. 「公開・非公開」 asks for either.
_DENIES = re.compile(
    r"不可|非(?:公開|公表|掲載)|しない|しません|せず|拒否|ng|不同意|(?:同意|了承|承諾|許可)(?:が|は)?な[しい]|見合わせ|保留|停止|取り?消し?|辞退|できない|禁止",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"可否|可[^ぁ-ん一-龠]?不可|(公開|公表|掲載)[^ぁ-ん一-龠]?(?:か|または|又は)?[^ぁ-ん一-龠]?非\1|同意[^ぁ-ん一-龠]?不同意|する[^ぁ-ん一-龠]?(?:か)?しない|有無|[○×]|いいえ|[ab]\W",
    re.IGNORECASE,
)
_DENIED = {
    "contact_public": re.compile(r"連絡先|電話|tel|番号", re.IGNORECASE),
    "publish": re.compile(r"公開|公表|掲載|同意|承諾|了承|許可", re.IGNORECASE),
}
_NOT_ASKED = re.compile(r"写真|画像|理由|日$|年月日|開始|終了|講座|url", re.IGNORECASE)


def answers(sheet: Sheet, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of ANSWERS, each with the heading that this sheet has for it where none of the usual ones stands
    there.

    columns: what the reader knows; the line that holds most of them is the header (answers below it may be the same
    words).
    """
    known = {heading(name) for item in columns for name in item.headings}
    header = max(sheet.rows[:SEARCHED], key=lambda row: len(known & {heading(cell) for cell in row}), default=[])
    headings = {heading(cell): cell for cell in header if cell}
    found, taken = [], set()
    for item in sorted(ANSWERS, key=lambda item: list(_ASKED).index(item.key)):
        usual = any(heading(name) in headings for name in item.headings)
        other = next((name for name in headings if not usual and name not in taken and _asks(item.key, name)), None)
        taken |= {other} | ({heading(name) for name in item.headings} & set(headings))
        found.append(replace(item, headings=(*item.headings, headings[other])) if other else item)
    return tuple(found)


def _asks(key: str, name: str) -> bool:
    """Whether a heading asks for the answer of this key, either way round."""
    if _NOT_ASKED.search(name):
        return False
    if _DENIES.search(name):
        return key in _DENIED and _DENIED[key].search(name) is not None
    return _ASKED[key].search(name) is not None


def denied(table: Table, key: str) -> pd.Series:
    """Which lines say no in a further column that asks the other way round, beside the one that is read (「掲載の同意」
    and 「HP掲載不可」)."""

    def said(extras: Mapping[str, str]) -> bool:
        return any(
            value and (denies(value) or YES_NO.get(heading(value), True))
            for name, value in extras.items()
            if denies(name) and about(name) == key
        )

    def about(name: str) -> str:
        return next((one for one in _DENIED if _asks(one, heading(name))), "")

    return table.frame["extras"].map(said).astype(bool)


def denies(name: str) -> bool:
    """Whether a yes below this heading is a no (「掲載不可」「公開を希望しない」)."""
    name = heading(name)
    return _DENIES.search(name) is not None and _EITHER.search(name) is None


WHO_WORDS: dict[str, str] = {
    word: key
    for key, words in {
        "all": (
            "all 誰でも だれでも どなたでも 誰でも可 どなたでも可 制限なし 全員 市民 市民どなたでも 高齢者"
            " おおむね65歳以上 概ね65歳以上 65歳以上 65歳以上の方 65歳以上の市民"
        ),
        "members": (
            "members 会員 会員のみ 町内会員 自治会員 自治会員のみ 町内の方 町内の人 町内会の人 町内のみ 地区住民"
            " 地域住民 会員限定 町内会員のみ"
        ),
        "women": "women 女性 女性のみ 女性限定",
        "men": "men 男性 男性のみ 男性限定",
        "75+": "75+ 75歳以上 75歳以上の方 後期高齢者",
    }.items()
    for word in words.split()
}


def resources(table: Table, **columns: object) -> pd.DataFrame:
    """Rows of table `resources` (all its columns; those not given are missing) with `area`, `row` and `sheet` for
    joining.

    What nobody answered and matters before anything leaves 庁内用 is asked about: whether a line that says so itself is
    somebody's home, and whether those who open a place agreed to have it published.
    """
    given = pd.DataFrame(columns, index=table.frame.index)
    rows = TABLES["resources"].fit(given.assign(resource_id=resource_ids(given)))
    area = given["area"] if "area" in given else pd.Series(pd.NA, index=rows.index)
    within = given["within"] if "within" in given else pd.Series(pd.NA, index=rows.index)
    found = rows.assign(
        area=area.astype("string"), within=within.astype("string"), row=table.frame["row"], sheet=table.frame["sheet"]
    )
    ask_homes(table, found)
    ask_consent(table, found)
    return found


def ask_homes(table: Table, rows: pd.DataFrame) -> None:
    """A warning that names the lines which say themselves that they are somebody's home while 個人宅 is blank."""
    asked = rows["private_home"].isna() & private_homes.homes(rows)
    if asked.any():
        table.say(
            "warn",
            f"個人のお宅らしい名前・場所・住所が{int(asked.sum())}件あります（{lines(table, asked)}）。"
            "庁内用のほかでは、個人宅として場所を出しません。",
            "個人宅なら「個人宅」の列に「はい」、違うなら「いいえ」と書いて、もう一度取り込んでください。",
            None,
            "private_home",
        )


def ask_consent(table: Table, rows: pd.DataFrame) -> None:
    """A warning that counts the places of people's own which nobody asked for consent; the others are public anyhow."""
    asked = rows["publish"].isna() & rows["kind"].isin([key for key, kind in KINDS.items() if kind.consent])
    if asked.any():
        told = resource_kinds.in_words(resource_kinds.counted(rows.loc[asked, "kind"]))
        table.say(
            "warn",
            f"「掲載の同意」の列がないため、{int(asked.sum())}件（{told}）は、"
            "同意が分かるまで公開用には載せません（協議体限りと庁内用には載ります）。",
            "「掲載の同意」の列を作って「はい」「いいえ」を書いてください。もう公表している一覧なら、--published-list"
            " を付けて取り込むと、載せます。",
            None,
            "publish",
        )


def lines(table: Table, where: pd.Series) -> str:
    """「2行目、5行目 ほか3件」."""
    found = table.frame.loc[where[where.fillna(False)].index, "row"]
    return "、".join(f"{row}行目" for row in found[:SHOWN]) + (
        f" ほか{len(found) - SHOWN}件" if len(found) > SHOWN else ""
    )


def tell_unknown(table: Table, kind: pd.Series, words: pd.Series, heading: str, key: str = "") -> None:
    """Say what stays 種類不明, by the words of its column with their counts (「施設種別「公衆トイレ」169件」)."""
    left = kind == UNKNOWN
    if not left.any():
        return
    named = words[left].dropna()
    numbers = named.value_counts()
    parts = [f"{heading}「{word}」{number:,}件" for word, number in numbers.head(SHOWN).items()]
    parts += [f"ほかの言葉 {int(numbers.iloc[SHOWN:].sum()):,}件"] if len(numbers) > SHOWN else []
    said = f"（{'、'.join(parts)}）" if parts else f"（{lines(table, left)}）"
    table.say(
        "warn",
        f"何をする所か分からない{int(left.sum()):,}件は、「種類不明」として載せ、"
        f"歩いて行ける人や新しい場所の候補には数えません{said}。",
        "種類が分かるときは、「種類」の列に書くか、--resource-kind を付けて取り込んでください。使える言葉:"
        f" {resource_kinds.choices()}。",
        None,
        key,
    )


def resource_ids(rows: pd.DataFrame) -> pd.Series:
    """An identity the same place keeps when a newer list is read: from kind, name, place, address and route; without an
    address also from where it is (its area, else some 100 m of its position), or 「第1サロン、集会所」 of two districts
    would be one place.

    Running numbers of a list do not serve: they differ between lists and years. `resource_id`, as our own exports write
    it, is taken as it is; `own` adds a number that is unique in the whole country (care providers). Equal identities
    are numbered in the order of the list.
    """
    text = (
        rows.reindex(columns=["kind", "name", "place", "address", "route", "own"])
        .astype("string")
        .fillna("")
        .astype(str)
    )
    joined = text.agg("|".join, axis=1).map(plain_text) + _somewhere(rows).where(text["address"] == "", "")
    identity = (
        text["kind"]
        + "-"
        + joined.map(lambda words: hashlib.sha1(words.encode("utf-8"), usedforsecurity=False).hexdigest()[:10])
    )
    if "resource_id" in rows:
        identity = rows["resource_id"].fillna(identity).astype(str)
    again = identity.groupby(identity).cumcount()
    return identity.where(again == 0, identity + "-" + (again + 1).astype(str))


def _somewhere(rows: pd.DataFrame) -> pd.Series:
    """Where each row says it is, as a part of its identity: "" where it does not say."""
    found = rows.reindex(columns=["within", "area", "lat", "lon"])
    areas = (
        found[["within", "area"]]
        .astype("string")
        .fillna("")
        .astype(str)
        .agg("/".join, axis=1)
        .map(plain_text)
        .str.strip("/")
    )
    degrees = found[["lat", "lon"]].apply(pd.to_numeric, errors="coerce").round(3)
    points = degrees["lat"].map("{:.3f}".format) + "," + degrees["lon"].map("{:.3f}".format)
    said = areas.where(areas != "", points.where(degrees.notna().all(axis=1), ""))
    return ("|" + said).where(said != "", "")


def positions(table: Table, lat_key: str = "lat", lon_key: str = "lon") -> pd.DataFrame:
    """lat, lon (Float64, degrees) and position_basis "given"; what is no place in Japan is told and left empty, swapped
    pairs are put right."""
    lat, lon = (_degrees(table.frame[key]) for key in (lat_key, lon_key))
    written = (table.frame[lat_key] != "") | (table.frame[lon_key] != "")
    swapped = lat.between(*LONGITUDES) & lon.between(*LATITUDES)
    lat, lon = lat.mask(swapped, lon), lon.mask(swapped, lat)
    _tell(
        table, swapped, lat_key, "緯度と経度が入れ替わっている{}件を、入れ替えて読みました", "元の表を直してください。"
    )
    zero = ((lat == 0) | (lon == 0)).fillna(False)
    _tell(
        table,
        zero,
        lat_key,
        "緯度か経度が0の{}件は、位置なしとして読みました",
        "緯度・経度を入れるか、空欄にしてください。",
    )
    good = lat.between(*LATITUDES) & lon.between(*LONGITUDES)
    _tell(
        table,
        written & ~good.fillna(False) & ~zero,
        lat_key,
        "緯度・経度が読めない、または日本の外になる{}件は、位置なしとして読みました",
        "「36.3219」「139.0033」のような度の数にしてください。",
    )
    basis = pd.Series("given", index=good.index, dtype="string").where(good.fillna(False))
    return pd.DataFrame({"lat": lat.where(good), "lon": lon.where(good), "position_basis": basis})


def _degrees(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells.map(plain_text).mask(cells == ""), errors="coerce").astype("Float64")


def _tell(table: Table, where: pd.Series, key: str, why: str, what_to_do: str) -> None:
    lines = where[where.fillna(False)].index
    if len(lines):
        shown = "、".join(f"{table.frame.at[index, 'row']}行目" for index in lines[:SHOWN]) + (
            " ほか" if len(lines) > SHOWN else ""
        )
        table.say("warn", f"{why.format(len(lines))}（{shown}）。", what_to_do, None, key)


def schedules(table: Table, text: pd.Series, key: str, weekly: bool = False) -> pd.DataFrame:
    """weekdays, time_from, time_to, times_per_month read from a sentence; what was not understood or assumed is told
    once.

    weekly: weekdays mean every week in this format, so nothing is assumed.
    """
    read = each(text.fillna(""), read_schedule, "object")
    unread = read.map(lambda found: found.unread)
    if unread.any():
        shown = "、".join(
            f"{table.frame.at[index, 'row']}行目「{text[index]}」" for index in read.index[unread][:SHOWN]
        )
        table.say(
            "info",
            f"曜日・時間を読み取れない{int(unread.sum())}件は、文のまま載せます: {shown}。",
            "「毎週火曜 10:00～11:30」のように書くと、曜日で絞り込めます。",
            None,
            key,
        )
    if (assumed := int(read.map(lambda found: found.assumed_weekly).sum())) and not weekly:
        table.say(
            "info",
            f"「毎週」や「第1」と書かれていない{assumed}件の曜日は、毎週として読みました。",
            "違うときは「月の回数」の列に回数を入れてください。",
            None,
            key,
        )
    return pd.DataFrame(
        {
            "weekdays": pd.array([found.weekdays for found in read], dtype="string"),
            "time_from": pd.array([found.time_from for found in read], dtype="string"),
            "time_to": pd.array([found.time_to for found in read], dtype="string"),
            "times_per_month": pd.array([found.times_per_month for found in read], dtype="Float64"),
        },
        index=text.index,
    )


def who(table: Table, key: str) -> tuple[pd.Series, pd.Series]:
    """Eligibility (all, members, women, men, 75+) and, where the words are none of those, the words themselves for the
    note."""
    text = table.text(key)
    known = {plain_text(word).lower(): meaning for word, meaning in WHO_WORDS.items()}
    found = each(text, lambda words: known.get(plain_text(words).lower()))
    left = text.mask(found.notna())
    if left.notna().any():
        table.say(
            "info",
            "「対象」の言葉で決まりに当てはまらないものは、備考に残しました:"
            f" {'、'.join(left.dropna().unique()[:SHOWN])}。",
            "誰でも、会員のみ、女性、男性、75歳以上 のどれかにすると絞り込めます。",
            None,
            key,
        )
    return found, left


def loose_counts(table: Table, key: str) -> tuple[pd.Series, pd.Series]:
    """Counts of a published list (「20名」): the number, and cells that are none (「大会議室：120名、…」) as text for
    the note."""
    read = table.frame[key].map(lambda cell: cells.read_number(cell).value)
    number = read.where([isinstance(value, int) and 0 <= value <= cells.MOST for value in read]).astype("Int64")
    return number, table.text(key).mask(number.notna())


def noted(parts: Mapping[str, pd.Series], *others: pd.Series) -> pd.Series:
    """One note a line of what is not missing: 「見出し: 値 / 見出し: 値」, then the other texts."""
    labelled = [each(series, lambda words, label=label: f"{label}: {words}") for label, series in parts.items()]
    lines = zip(*labelled, *others, strict=True)
    index = (*labelled, *others)[0].index
    return pd.Series(
        [" / ".join(words for words in line if pd.notna(words)) or None for line in lines], index=index, dtype="string"
    )


def municipal_code(text: object) -> str | None:
    """A municipality's six-digit code (with its check digit) from five or six digits, a leading zero lost or not; None
    where it is none."""
    digits = plain_text(text)
    if not digits.isdigit() or not 4 <= len(digits) <= 6:
        return None
    candidates = [digits.zfill(5) + check_digit(digits.zfill(5))] if len(digits) < 6 else []
    whole = digits.zfill(6)
    if whole[5] == check_digit(whole[:5]):
        candidates.append(whole)
    return next((code for code in candidates if 1 <= int(code[:2]) <= 47), None)


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
