"""Which places are somebody's home: what the column 個人宅 says, else what name, place and address give away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np
import pandas as pd

from data.text.contacts import hide
from data.text.plain_text import plain_text

TOLD_BY = ("name", "place", "address")
# Of these kinds nobody opens a home: 「在宅クリニック」, a group home called 「山田さんち」.
NEVER_HOMES = frozenset(("clinic", "care_site"))

_KANJI = "一-龠々〆ヶヵ"
_PERSON = (
    r"(?:(?<!みな)(?<!皆)(?<!んな)(?<!ばあ)(?<!じい)(?<!母)(?<!父)(?<!客)(?<!奥)"
    r"(?:さん|サン|様|さま|氏|ちゃん|くん|君|先生|夫妻|夫婦))"
)
_ROLE = (
    "会長|副会長|代表者?|世話人|お世話役|世話役|役員|民生委員|児童委員|班長|組長|区長|隣組長|町内会長|自治会長|支部長|部長|講師|主宰者?|主催者|管理人|家主|大家|会員|参加者|スタッフ|メンバー|"
    "利用者|ボランティア|サポーター|個人|自分|私|友人|知人|近所|当番"
)
_NO_HOME_BEFORE = "住社帰在居三大安新"  # 住宅, 社宅, 帰宅, 在宅, 居宅, and names: 三宅, 大宅, 安宅, 新宅
_NO_HOME_AFTER = "配地老幼急建録送便部間見"  # 宅配, 宅地, 宅老所, 宅幼所, 宅急便, 宅建, and names: 宅部, 宅間, 宅見
_HOMES = re.compile(
    "|".join(
        (
            rf"(?<=[^\s\W{_NO_HOME_BEFORE}])宅(?![{_NO_HOME_AFTER}])",
            rf"(?<=さん)宅(?![{_NO_HOME_AFTER}])",
            # 山田賢三宅, 吉住宅: the letter before is the end of somebody's name
            rf"(?<=[{_KANJI}][三大安新])宅(?:$|(?=[\s(（、"
            rf",・の2]))|(?<=[{_KANJI}]{{3}}[三大安新])宅(?=サロン|カフェ|お茶|で|に)|(?<=[吉魚安大村高]住)宅(?![{_KANJI}])|[)）]宅(?![{_KANJI}])|"
            rf"[(（](?:お?宅|様?方|様宅|様方|邸)[)）]|じたく|の実家|民家\s?[(（][{_KANJI}]{{1,6}}(?:さん|様|氏)?[)）]",
            rf"(?<!民)(?<!農)(?<!商)家の(?:離れ|縁側|車庫|座敷|居間|納屋)|"
            rf"(?<![{_KANJI}])[{_KANJI}]{{2,3}}(?<!民)(?<!農)(?<!商)家の庭|お?住まい(?![のにを])|(?<!公共)住居(?!表示|者|専用)",
            r"自宅|個人宅|個人住宅|私宅|拙宅|邸宅|お宅|御宅|居宅(?!介護|サービス|療養|支援|訪問|生活|系|事業|部)",
            rf"{_PERSON}\s?方(?:(?![{_KANJI}ぁ-ん])|の?[前横隣裏庭脇側]|の?(?:駐車場|玄関|車庫|向かい|離れ|縁側|二階|2階))|"
            rf"{_PERSON}(?:の)?\s?(?:お)?(?:家(?!族|庭|事|計|具|電|老|康)|うち(?![わ])|いえ)",
            rf"{_PERSON}の?(?:縁側|庭|離れ|車庫|ガレージ|納屋|倉庫|玄関|リビング|部屋|居室|アトリエ|居間|座敷|土間|蔵|畑|作業場|二階|2階)",
            rf"{_PERSON}[んの]?ち(?![ぁ-んァ-ヶ])|さんち(?![ぁ-んァ-ヶー{_KANJI}])|さん家(?!族|庭|事|計)",
            rf"(?:{_ROLE})(?:さん|様)?の?(?:ご|お)?(?:家(?!族|庭|事|計)|うち|実家|離れ)",
            rf"(?<![{_KANJI}])(?![旧元])[{_KANJI}]{{1,4}}(?<![官公旧元豪])邸(?![{_KANJI}]*(?:跡|公園|記念|資料|庭園|駅))|{_PERSON}邸",
            r"(?:マンション|アパート|ハイツ|コーポ|レジデンス|メゾン|ハイム|コーポラス|ビレッジ|荘|団地|住宅)[^\s]{0,8}?\d{3,4}(?:号室?)?(?:$|\s|[^\d\w])(?!室)",
        )
    )
)
_MAY_BE = re.compile(
    r"宅|方|邸|家|様|さん|サン|さま|氏|先生|夫|君|くん|ちゃん|うち|[住居]|じたく|マンション|アパート|ハイツ|コーポ|レジデンス|メゾン|ハイム|ビレッジ|荘|団地"
)
_PLACE = re.compile(
    "|".join(
        (
            r"^[ァ-ヶー]{2,8}方$",
            rf"^[{_KANJI}]{{2,4}}(?<![彼親味両地夕前後上下東西南北三四大直行山枚])方$",
            rf"[\d番地号]\s?(?!歳)[{_KANJI}ァ-ヶー]{{1,6}}方$|[\s　,、(（][{_KANJI}]{{1,4}}方[)）]?$",
            rf"^[{_KANJI}]{{2,5}}(?<!民)(?<!農)(?<!本)(?<!空)(?<!商)(?<!武)(?<!町)(?<!貸)(?<!借)"
            r"(?<!人)(?<!作)(?<!画)(?<!国)(?<!憩)(?<!酒)(?<!茶)(?<!楽)家$",
            r"^実家$",
            r"^[^\s]{1,8}(?<!屋)(?<!薬局)(?<!寺)(?<!宮)(?<!神社)さん$",
            rf"^[{_KANJI}ぁ-んァ-ヶー]{{1,6}}(?<!観音)(?<!地蔵)(?<!神)(?<!薬師)(?<!稲荷)(?<!八幡)(?<!弁天)(?<!不動)"
            r"(?<!大師)(?<!宮)(?<!寺)(?<!仏)(?<!社)(?<!日)(?<!王)(?<!権現)(?<!皆)(?<!客)様$",
        )
    )
)
# An address in a name: 3-12-5, 12番地, 3番5号, 12-5 that no association, block or house behind it explains.
_ADDRESS = re.compile(
    r"[一二三四五六七八九十百〇]+番(?:地|[一二三四五六七八九十百〇]+号)|(?<=[町村字条目])\s?\d{3,4}[-‐−ー－の]\d{1,4}(?![\d:]|区|組|班|町内|自治|丁目)|"
    r"(?<![\da-zA-Z])\d{1,3}[-‐−ー－の]\d{1,3}[-‐−ー－の]\d{1,4}(?!\d)|\d+番地|\d+番\d+号|"
    r"(?<=[^\d\w第/.:‐−ー－-]|[ぁ-ん一-龠々])(?<!第)\d{1,3}[-‐−－]\d{1,3}(?![\d:]|区|組|班|町内|自治|丁目|月|日|回|号|棟|階|歳|才|集会|"
    r"会館|公民|団地|年|部|サロン|会|グループ|隊|[土火水木金])"
)


def says_home(name: object, place: object, address: object) -> bool:
    """Whether what a line says of itself gives somebody's home away."""
    name, place, address = (_text(one) for one in (name, place, address))
    return bool(_home(name) or _home(place) or _home(address) or _place(place) or _place(address) or _addressed(name))


def told_home(text: object) -> bool:
    """Whether a sentence (a day and time, how to book) names somebody's home."""
    return bool(_home(_text(text)))


def homes(rows: pd.DataFrame) -> np.ndarray:
    """Which rows of `resources` are private homes: by 個人宅; where nobody answered, by what the row says of itself."""
    answered = rows["private_home"]
    found = answered.fillna(False).to_numpy(bool)
    asked = (answered.isna() & ~rows["kind"].isin(NEVER_HOMES)).to_numpy(bool)
    found[asked] = guessed(rows[asked])
    return found


def guessed(rows: pd.DataFrame) -> np.ndarray:
    """Which rows say of themselves that they are somebody's home, whatever 個人宅 says."""
    columns = [rows[column] if column in rows else pd.Series(pd.NA, index=rows.index) for column in TOLD_BY]
    return np.array([says_home(*line) for line in zip(*columns, strict=True)], bool)


def names_itself(rows: pd.DataFrame) -> np.ndarray:
    """Rows whose very name leads to the door: it says whose home it is, or holds an address."""
    return np.array([_home(_text(name)) or _addressed(_text(name)) for name in rows["name"]], bool)


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


@lru_cache(maxsize=20_000)
def _home(text: str) -> bool:
    return _may_be(text) and any(_HOMES.search(spelt) for spelt in _spellings(text))


@lru_cache(maxsize=20_000)
def _place(text: str) -> bool:
    return _may_be(text) and any(_PLACE.search(spelt) for spelt in _spellings(text))


@lru_cache(maxsize=20_000)
def _addressed(text: str) -> bool:
    return re.search(r"\d|番", text) is not None and any(_ADDRESS.search(spelt) for spelt in _spellings(hide(text)))


def _may_be(text: str) -> bool:
    """Whether a text holds any of the words at all: most do not, and need no closer look."""
    return _MAY_BE.search(unicodedata.normalize("NFKC", text)) is not None


def _spellings(text: str) -> set[str]:
    """The text in usual letters, with its words apart and without spaces (「見本 花子 宅」)."""
    return {" ".join(plain_text(part) for part in text.split()), plain_text(text)} - {""}
