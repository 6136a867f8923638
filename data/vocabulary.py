"""The field's fixed words: levels, states, kinds of resources, needs and services.

Keys are used in tables, files and addresses; labels are what a user reads. A kind, a need or a level is
added here, in one place, and charts, lists, exports and the command line follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reach = Literal["walk", "line", "area", "served", "enrolment"]


@dataclass(frozen=True)
class Kind:
    """A kind of local resource: all that is true of the kind stands in its entry, and adding a kind is one entry.

    `reach` is how it reaches people: within walking distance, boarding along a line, door to door inside an area,
    named neighbourhoods served, or enrolment. `sign` is the one character drawn inside its marker, so that kinds differ
    without colour. `function` (はたらき) is one of FUNCTIONS: what it does for people, by which lists are grouped.

    words: what officials write in a column of kinds, apart by spaces (the label and the key are understood anyhow).
    inside: a regular expression of what tells the kind inside a name or a category (data.files.resource_kinds).
    least_a_month: how often a place has to be there to count; None for what is simply there (a shop, a clinic).
    named_first: what a district's sentence calls it, and its counter word (「か所」); None where it is not named there.
    third_tier: 第3層, what residents run or join in; a shop, a clinic or a hall is no fruit of a council (ours).
    stops: it comes to people, who walk to its stops. consent: people open it themselves, at home or with their own
    telephone, so that it is published only where they agreed; a hall, a shop or a clinic is public anyhow.
    """

    key: str
    label: str
    sign: str
    colour: str
    reach: Reach
    function: str
    words: str = ""
    inside: str = ""
    least_a_month: float | None = None
    named_first: tuple[str, str] | None = None
    third_tier: bool = False
    stops: bool = False
    consent: bool = False

    @property
    def walked_to(self) -> bool:
        """Whether people walk to it, or to its stops."""
        return self.reach == "walk" or self.stops

    @property
    def comes(self) -> bool:
        """Whether it comes to people where they live, by a list of areas and not by its stops."""
        return self.reach in ("served", "area", "line") and not self.stops

    @property
    def rides(self) -> bool:
        """Whether it takes people along: a line or an area of rides; a bus stop is walked to and takes nobody from
        the door."""
        return self.function == "移動" and self.reach in ("line", "area")


# はたらき: what people are after, in the order lists are read.
FUNCTIONS: tuple[str, ...] = ("集まる", "買い物", "移動", "見守り", "手伝い", "食べる", "医療・介護", "場所", "その他")

# Colours: Okabe and Ito's palette and darker steps of it, readable on white; never the only difference (see `sign`).
KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "salon",
            "サロン・通いの場",
            "サ",
            "#0072B2",
            "walk",
            "集まる",
            words="サロン 通いの場 ふれあいサロン いきいきサロン ふれあい・いきいきサロン 高齢者サロン",
            inside=r"サロン|通いの場|salon",
            least_a_month=1,
            named_first=("サロン・通いの場", "か所"),
            third_tier=True,
            consent=True,
        ),
        Kind(
            "ibasho",
            "居場所",
            "居",
            "#004C78",
            "walk",
            "集まる",
            words="居場所 ふれあいの場 老人いこいの家 カフェ 茶の間",
            inside=r"いこいの(?:家|広場)|憩い?の(?:家|広場)|居場所|茶の間|オレンジカフェ|認知症カフェ|コミュニティカフェ",
            least_a_month=1,
            named_first=("居場所", "か所"),
            third_tier=True,
            consent=True,
        ),
        Kind(
            "exercise",
            "体操・運動",
            "体",
            "#009E73",
            "walk",
            "集まる",
            words="体操 運動 体操教室 運動教室 健康体操 介護予防教室",
            inside=r"体操",
            least_a_month=1,
            named_first=("体操", "か所"),
            third_tier=True,
            consent=True,
        ),
        Kind(
            "mobile_sales",
            "移動販売",
            "販",
            "#D55E00",
            "served",
            "買い物",
            words="移動販売車 移動スーパー 移動販売の停車場所",
            inside=r"移動販売|移動スーパー",
            least_a_month=4,
            named_first=("移動販売が来る所", "か所"),
            third_tier=True,
            stops=True,
        ),
        Kind(
            "mimamori",
            "見守り",
            "見",
            "#8A4F7D",
            "served",
            "見守り",
            words="見守り活動 見守り隊 見守りネットワーク",
            named_first=("見守り", "団体"),
            third_tier=True,
            consent=True,
        ),
        Kind(
            "shopping_support",
            "買い物の支援",
            "買",
            "#A65C00",
            "served",
            "買い物",
            words="買い物支援 買物支援 買い物 買い物代行 宅配",
            third_tier=True,
            consent=True,
        ),
        Kind(
            "transport_support",
            "移動の支援",
            "移",
            "#B8860B",
            "area",
            "移動",
            words="移動支援 送迎 送迎支援 デマンドタクシー 乗合タクシー 外出支援 コミュニティバス",
            third_tier=True,
            consent=True,
        ),
        Kind(
            "daily_support",
            "生活の手伝い",
            "助",
            "#7A3E9D",
            "served",
            "手伝い",
            words="生活支援 助け合い 支え合い ちょこっとボランティア 家事支援 mutual_help",
            third_tier=True,
            consent=True,
        ),
        Kind(
            "meal_delivery",
            "配食・弁当",
            "食",
            "#B03060",
            "area",
            "食べる",
            words="配食 弁当 弁当配達 配食サービス 会食",
            inside=r"配食|弁当",
            third_tier=True,
        ),
        Kind(
            "shop",
            "店",
            "店",
            "#5B5B5B",
            "walk",
            "買い物",
            words="商店 スーパー コンビニ 食料品店",
            inside=r"スーパー(?:マーケット)?|コンビニ|商店|食料品|直売所|supermarket|convenience",
        ),
        Kind(
            "clinic",
            "医院・病院",
            "医",
            "#C0392B",
            "walk",
            "医療・介護",
            words="医院 病院 診療所 医療機関 クリニック",
            inside=r"病院|医院|診療所|クリニック|医療センター|医療機関|歯科|[内外眼]科|小児科|婦人科|皮膚科|整形|耳鼻|"
            r"泌尿器|精神科|神経科|hospital|clinic|dentist|dental",
        ),
        Kind(
            "care_site",
            "介護の事業所",
            "介",
            "#2F6F4F",
            "walk",
            "医療・介護",
            words="介護事業所 介護の事業所 介護サービス事業所 地域包括支援センター",
            inside=r"介護|包括支援センター|あんしんセンター|デイサービス|デイケア|グループホーム|老人ホーム|ケアハウス|"
            r"ケアセンター|ケアプラン|訪問看護|訪問入浴|通所|短期入所|小規模多機能|居宅|福祉用具|老人保健施設|"
            r"養護老人|通所リハ|nursing|care_?home|group_?home",
        ),
        Kind(
            "hall",
            "集会所・会館",
            "会",
            "#8B8000",
            "walk",
            "場所",
            words="集会所 公民館 会館 公会堂 コミュニティセンター 自治会館 町内会館",
            inside=r"集会所|集会室|集会施設|集会場|公民館|会館|公会堂|コミュニティ(?:センター|ハウス|プラザ|施設|会館)|"
            r"コミセン|交流センター|交流館|地区センター|市民センター|町民センター|区民センター|村民センター|"
            r"地域センター|総合センター|文化センター|福祉センター|ふれあいセンター|生涯学習センター|隣保館|区民館|"
            r"community_?cent(?:er|re)|community_?hall|welfare_?cent(?:er|re)",
        ),
        Kind(
            "unknown",
            "種類不明",
            "？",
            "#767676",
            "walk",
            "その他",
            words="不明 その他",
            inside=r"商店街|保健センター|保健所|薬局|鍼灸|整骨|接骨|トイレ|便所|手洗|aed|除細動|公園|緑地|広場|遊園|児童|"
            r"学校|小学|中学|高校|高等|大学|幼稚園|保育|こども園|学童|子育て|図書館|博物館|美術館|資料館|体育|"
            r"スポーツ|プール|グラウンド|運動場|球場|コート|駐車|駐輪|避難|防災|消防|警察|交番|駐在所|郵便|市役所|"
            r"役場|支所|出張所|庁舎|斎場|墓地|火葬|霊園|処理場|清掃|クリーン|浄水|水道|下水|バス停|停留|wi-?fi|"
            r"無線|文化財|史跡|観光|投票|神社|寺院|toilet|restroom|park|school|library|museum|shelter",
            consent=True,
        ),
    )
}
UNKNOWN = "unknown"  # what a list does not tell: shown as such, counted as nothing, reached by nobody
# Kinds that can be asked for, counted and filled in.
TOLD: tuple[str, ...] = tuple(key for key in KINDS if key != UNKNOWN)

LEVELS: dict[str, str] = {
    "small_area": "町丁・字",
    "neighbourhood": "町内会・自治会",
    "district": "地区",
    "former_town": "合併前の市町村",
    "city": "市全体",
}

# A figure's state. None of them is 0.
STATES: dict[str, str] = {
    "ok": "",
    "suppressed": "少人数のため表示しません",
    "merged": "合算",
    "unreadable": "判読不可",
    "not_surveyed": "未調査",
    "not_in_source": "資料になし",
    "not_listed": "登録なし",
    "no_denominator": "算出不可",
}

BASES: dict[str, str] = {
    "counted": "",
    "inferred": "推定して読み取り",
    "printed": "資料の記載",
    "estimated": "目安（推計）",
}

# The twelve needs of the source tables, in their printed order; "total" is the number of persons (one may have
# several).
NEEDS: tuple[str, ...] = (
    "居場所・運動",
    "見守り",
    "買い物",
    "通院",
    "移動手段",
    "調理・弁当",
    "掃除",
    "入浴",
    "ゴミだし",
    "住環境",
    "布団干し",
    "床屋",
)
TOTAL = "total"
TOTAL_LABEL = "実人数"

# Kinds of resources that answer a need: what a district may already have for it (ours; the documents name no such
# list).
ANSWERS: dict[str, tuple[str, ...]] = {
    "居場所・運動": ("salon", "ibasho", "exercise"),
    "見守り": ("mimamori",),
    "買い物": ("mobile_sales", "shopping_support", "shop"),
    "通院": ("transport_support", "clinic"),
    "移動手段": ("transport_support",),
    "調理・弁当": ("meal_delivery", "daily_support"),
    "掃除": ("daily_support",),
    "入浴": ("care_site",),
    "ゴミだし": ("daily_support",),
    "住環境": ("daily_support",),
    "布団干し": ("daily_support",),
    "床屋": ("daily_support",),
}

# Use of day services and help at home, as the source tables name them: (group, use).
SERVICES: tuple[tuple[str, str], ...] = (
    ("通所", "リハビリ"),
    ("通所", "入浴"),
    ("訪問", "買い物"),
    ("訪問", "調理"),
    ("訪問", "掃除"),
    ("訪問", "洗濯"),
    ("訪問", "ゴミだし"),
    ("訪問", "入浴"),
    ("訪問", "その他"),
)
SERVICE_TOTAL = "service_total"  # persons that use any of them, where needs and services are asked for by one word

# What public documents print of a city or a district, in the order it is listed: label and unit.
PUBLISHED: dict[str, tuple[str, str]] = {
    "population": ("人口", "人"),
    "households": ("世帯数", "世帯"),
    "65+": ("65歳以上の人", "人"),
    "ageing_rate": ("高齢化率", " %"),
    "care_certification_rate": ("要介護等認定率", " %"),
    "area": ("面積", " km²"),
    "primary_schools": ("小学校", "校"),
    "junior_high_schools": ("中学校", "校"),
    "second_tier_areas": ("第2層の区域", "地区"),
    "second_tier_councils": ("第2層の協議体", "協議体"),
    "council_activities": ("協議体の会議・活動", "回"),
}

AGE_GROUPS: dict[str, tuple[int, int | None]] = {
    "total": (0, None),
    "65+": (65, None),
    "75+": (75, None),
    "85+": (85, None),
}
SINGLE = "single"
GROUP_LABELS: dict[str, str] = {
    "total": "すべての人",
    "65+": "65歳以上",
    "75+": "75歳以上",
    "85+": "85歳以上",
    SINGLE: "65歳以上のひとり暮らし",
}


@dataclass(frozen=True)
class HouseholdKind:
    """A kind of household.

    words: what officials write, as a heading of a column or in a column of kinds, apart by spaces (the key is
    understood anyhow). in_cells: words that mean it in a column of kinds only.
    """

    key: str
    label: str
    words: str
    in_cells: str = ""


# What counts a kind is said by whatever counts it: `households` of an indicator (analysis.indicators.registry) and of a
# plain count (analysis.indicators.plain_counts).
HOUSEHOLD_KINDS: dict[str, HouseholdKind] = {
    kind.key: kind
    for kind in (
        HouseholdKind("total", "総世帯", "総世帯 総世帯数 世帯総数 一般世帯", in_cells="全世帯"),
        HouseholdKind(
            "single_elderly",
            "高齢者のひとり暮らし",
            "高齢者のひとり暮らし ひとり暮らし ひとり暮らし高齢者 ひとり暮らし高齢者世帯 一人暮らし 一人暮らし高齢者"
            " 独居 独居高齢者 独居高齢者世帯 高齢単身 高齢単身世帯 高齢者単身世帯 単身高齢者世帯",
        ),
        HouseholdKind("elderly_couple", "高齢夫婦", "高齢夫婦 高齢夫婦世帯 高齢者夫婦世帯 高齢夫婦のみ世帯"),
        HouseholdKind("elderly_only", "高齢者のみの世帯", "高齢者のみの世帯 高齢者のみ 高齢者のみ世帯 高齢世帯"),
    )
}

SHARING: dict[str, str] = {"public": "公開用", "council": "協議体限り", "internal": "庁内用"}

WEEKDAYS: tuple[str, ...] = ("月", "火", "水", "木", "金", "土", "日")

DISTANCES: tuple[int, ...] = (300, 500, 800)

# How a distance is measured. A straight line is no walk; 1.3 is the usual factor between the two.
WAYS: dict[str, str] = {
    "straight": "直線距離",
    "detour": "道のりの見込み（直線×1.3）",
    "network": "歩く道のり（上り坂は遠く数える）",
}
DETOUR = 1.3

# When a place is open: a weekday of WEEKDAYS, a part of the day, or both joined by "-" (「月-午前」).
PARTS_OF_DAY: tuple[str, ...] = ("午前", "午後")
OFTEN: dict[str, str] = {"1": "月1回以上", "4": "週1回以上"}  # least times a month

# By what means help and people come together.
MEANS: dict[str, str] = {
    "walk": "歩いて行ける",
    "line": "路線の沿線で乗れる",
    "zone": "家の前まで乗り物が来る",
    "served": "町内まで来てもらえる",
}

# Where people are taken to live, and how far a share in reach may be off, in percentage points an area (people gathered
# in hamlets, 500 m: tests/benchmarks/bench_people_points.py).
SPREADS: dict[str, tuple[str, str]] = {
    "buildings": ("建物ごと", "0.7～1.2"),
    "mesh250": ("250mメッシュ", "0.6～2.4"),
    "mesh500": ("500mメッシュ", "2.5～4.5"),
    "mesh1km": ("1kmメッシュ", "4～7"),
    "polygon": ("区域の形のなかに均等", "7"),
    "point": ("区域の代表点のまわり", "6～16"),
}

# ---- Words that reading a file and counting share ----

# States from harmless to worst: a sum takes the worst state of its parts. Up to `merged` there is a count (COUNTED),
# beyond it there is none.
SEVERITY: tuple[str, ...] = (
    "ok",
    "merged",
    "suppressed",
    "not_in_source",
    "not_surveyed",
    "unreadable",
    "no_denominator",
)
COUNTED = ("ok", "merged")
# Bases from surest to weakest: a sum takes the weakest of its parts.
BASIS_ORDER: tuple[str, ...] = ("counted", "printed", "inferred", "estimated")

BETWEEN_FREQUENCIES = "・"  # between the frequencies of one person (data.store.schema `individuals`)
WEEKS_A_MONTH = 4  # 「毎週」 is 4 times a month

# A cell of the standard grid (JIS X 0410: the third mesh, its half and its quarter): height and width in degrees.
MESH_CELLS: dict[str, tuple[float, float]] = {
    "mesh250": (7.5 / 3600, 11.25 / 3600),
    "mesh500": (15 / 3600, 22.5 / 3600),
    "mesh1km": (30 / 3600, 45 / 3600),
}

# Where Japan lies, in degrees: coordinates within are taken for longitudes and latitudes, not for metres.
LONGITUDES_OF_JAPAN, LATITUDES_OF_JAPAN = (120, 155), (20, 47)
