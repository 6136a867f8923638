"""Which kind of place a list means: by the words officials write, what a facility is called, the columns of its list.

What is none of our kinds (a public toilet, an AED, a park, a school) and what is not told at all stays UNKNOWN and is
said so; it never becomes a hall in which a salon may be opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.text.plain_text import plain_text
from data.vocabulary import KINDS, TOLD, UNKNOWN

WORDS: dict[str, str] = {
    "salon": "サロン 通いの場 ふれあいサロン いきいきサロン ふれあい・いきいきサロン 高齢者サロン",
    "ibasho": "居場所 ふれあいの場 老人いこいの家 カフェ 茶の間",
    "exercise": "体操 運動 体操教室 運動教室 健康体操 介護予防教室",
    "mobile_sales": "移動販売車 移動スーパー 移動販売の停車場所",
    "mimamori": "見守り活動 見守り隊 見守りネットワーク",
    "shopping_support": "買い物支援 買物支援 買い物 買い物代行 宅配",
    "transport_support": "移動支援 送迎 送迎支援 デマンドタクシー 乗合タクシー 外出支援 コミュニティバス",
    "daily_support": "生活支援 助け合い 支え合い ちょこっとボランティア 家事支援 mutual_help",
    "meal_delivery": "配食 弁当 弁当配達 配食サービス 会食",
    "shop": "商店 スーパー コンビニ 食料品店",
    "clinic": "医院 病院 診療所 医療機関 クリニック",
    "care_site": "介護事業所 介護の事業所 介護サービス事業所 地域包括支援センター",
    "hall": "集会所 公民館 会館 公会堂 コミュニティセンター 自治会館 町内会館",
    UNKNOWN: "不明 その他",
}
KIND_WORDS: dict[str, str] = {
    **{kind.label: kind.key for kind in KINDS.values()},
    **{key: key for key in KINDS},
    **{word: key for key, words in WORDS.items() for word in words.split()},
}
_BY_WORD = {plain_text(word).lower(): key for word, key in KIND_WORDS.items()}

# Words inside a name or a category; the one that stands last decides (「公民館前公衆トイレ」 is a toilet), of equals
# the
# first in this order.
_PATTERNS: tuple[tuple[str, str], ...] = (
    (UNKNOWN, r"商店街|保健センター|保健所|薬局|鍼灸|整骨|接骨"),
    ("ibasho", r"いこいの(?:家|広場)|憩い?の(?:家|広場)|居場所|茶の間|オレンジカフェ|認知症カフェ|コミュニティカフェ"),
    (
        "care_site",
        r"介護|包括支援センター|あんしんセンター|デイサービス|デイケア|グループホーム|老人ホーム|ケアハウス|ケアセンター|ケアプラン|訪問看護|訪問入浴|通所|短期入所|小規模多機能|居宅|"
        r"福祉用具|老人保健施設|養護老人|通所リハ|nursing|care_?home|group_?home",
    ),
    ("salon", r"サロン|通いの場|salon"),
    ("exercise", r"体操"),
    ("mobile_sales", r"移動販売|移動スーパー"),
    ("meal_delivery", r"配食|弁当"),
    (
        "clinic",
        r"病院|医院|診療所|クリニック|医療センター|医療機関|歯科|[内外眼]科|小児科|婦人科|皮膚科|整形|耳鼻|泌尿器|精神科|神経科|hospital|clinic|dentist|dental",
    ),
    ("shop", r"スーパー(?:マーケット)?|コンビニ|商店|食料品|直売所|supermarket|convenience"),
    (
        "hall",
        r"集会所|集会室|集会施設|集会場|公民館|会館|公会堂|コミュニティ(?:センター|ハウス|プラザ|施設|会館)|コミセン|交流センター|交流館|地区センター|市民センター|町民センター|"
        r"区民センター|村民センター|"
        r"地域センター|総合センター|文化センター|福祉センター|ふれあいセンター|生涯学習センター|隣保館|区民館|community_?cent(?:er|re)|community_?hall|"
        r"welfare_?cent(?:er|re)",
    ),
    (
        UNKNOWN,
        r"トイレ|便所|手洗|aed|除細動|公園|緑地|広場|遊園|児童|学校|小学|中学|高校|高等|大学|幼稚園|保育|こども園|学童|子育て|図書館|博物館|美術館|資料館|体育|スポーツ|プール|"
        r"グラウンド|運動場|球場|コート|駐車|駐輪|"
        r"避難|防災|消防|警察|交番|駐在所|郵便|市役所|役場|支所|出張所|庁舎|斎場|墓地|火葬|霊園|処理場|清掃|クリーン|浄水|水道|下水|バス停|停留|wi-?fi|無線|文化財|史跡|"
        r"観光|投票|神社|寺院|toilet|restroom|park|school|library|museum|shelter",
    ),
)
# None of ours, whatever else the name says.
_NEVER = re.compile(
    r"動物病院|動物クリニック|獣医|葬祭|葬儀|セレモニー|(?:ヘア|ネイル|美容|エステ|ビューティー?|ペット)サロン|障害|障がい|就労支援|共同生活援助"
)
_COMPILED = tuple((key, re.compile(pattern)) for key, pattern in _PATTERNS)
# Headings (and names of files) of lists that hold none of our kinds, whatever building each line is named after.
_LISTS: tuple[tuple[str, str, str], ...] = (
    ("AED", r"aed|小児対応|小児用パッド|設置位置|除細動|equipmentforchildren|installation_?position", r"aed|除細動"),
    (
        "公衆トイレ",
        r"(?:男性|女性|男子|女子|男女共用|多機能)(?:用)?トイレ|便器|トイレ総数|(?:^|[^r])(?:male|female|men|women|unisex)\w*toilet|urinal",
        r"toilet|トイレ|便所",
    ),
    ("公園", r"遊具|公園面積|公園種別|都市公園|playground", r"(?:^|[^a-z])parks?(?:$|[^a-z])|公園"),
    (
        "避難所",
        r"想定収容|避難所|避難場所|災害種別|evacuation|sedimentdisaster|stormsurge|^(?:tunami|tsunami|inland_?water)",
        r"避難|shelter|evacuation",
    ),
    ("子育て施設", r"一時預かり|受入年齢|認可等年月日", r"preschool|nursery|保育|幼稚園|子育て|学童"),
    ("学校", r"学校種別|児童数|生徒数|学級数", r"(?:^|[^a-z])schools?(?:$|[^a-z])|学校"),
    ("公衆無線LAN", r"ssid", r"wi-?fi|無線"),
    ("文化財", r"文化財", r"文化財|cultural"),
    ("観光施設", r"観光", r"観光|tourism|sightseeing"),
    ("駐車場", r"駐車台数|収容台数", r"parking|駐車|駐輪"),
    ("投票所", r"投票区", r"投票"),
    ("消防水利", r"消火栓|防火水槽", r"消火|消防|hydrant"),
)


def of_word(text: object) -> str | None:
    """The kind that a word of KIND_WORDS means, None for any other."""
    return _BY_WORD.get(plain_text(text).lower())


def of_text(text: object) -> str | None:
    """The kind that a category or a name tells: UNKNOWN for what is none of ours, None where nothing tells."""
    plain = plain_text(text).lower()
    if not plain:
        return None
    if found := _BY_WORD.get(plain):
        return found
    if _NEVER.search(plain):
        return UNKNOWN
    for part in dict.fromkeys(
        (re.sub(r"\([^()]*\)|【[^【】]*】|〔[^〔〕]*〕", "", plain), plain)
    ):  # what stands in brackets tells only where nothing else does
        ends = [
            (match.end(), len(match[0]), -place, key)
            for place, (key, pattern) in enumerate(_COMPILED)
            for match in pattern.finditer(part)
        ]
        if ends:
            return max(ends)[3]
    return None


def none_of_ours(headings: Iterable[str], stem: str) -> str:
    """What a list of none of our kinds holds, told by its headings or its file's name (「AED」); "" for other lists."""
    plain, name = [plain_text(one).lower() for one in headings], plain_text(stem).lower()
    return next(
        (
            label
            for label, columns, file in _LISTS
            if any(re.search(columns, one) for one in plain) or re.search(file, name)
        ),
        "",
    )


def counted(kinds: Iterable[str]) -> dict[str, int]:
    """How many of each kind, in the order of the vocabulary."""
    found = list(kinds)
    return {key: found.count(key) for key in KINDS if key in found}


def in_words(numbers: dict[str, int]) -> str:
    """「医院・病院 619件、種類不明 3件」."""
    return "、".join(f"{KINDS[key].label} {number:,}件" for key, number in numbers.items())


def choices() -> str:
    """The words that may be used, for messages: labels, and the keys beside them."""
    return "、".join(f"{KINDS[key].label}（{key}）" for key in (*TOLD, UNKNOWN))
