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
    """A kind of local resource.

    `reach` is how it reaches people (definitions.md, "Reach has kinds"): within walking distance, boarding
    along a line, door to door inside an area, named neighbourhoods served, or enrolment. `sign` is the one
    character drawn inside its marker, so that kinds differ without colour. `function` (はたらき) is one of FUNCTIONS:
    what it does for people, by which lists are grouped. `consent`: people open it themselves, at home or with their own
    telephone, so that it is published only where they agreed; a hall, a shop or a clinic is public anyhow.
    """

    key: str
    label: str
    sign: str
    colour: str
    reach: Reach
    function: str
    consent: bool = False


# はたらき: what people are after, in the order lists are read.
FUNCTIONS: tuple[str, ...] = ("集まる", "買い物", "移動", "見守り", "手伝い", "食べる", "医療・介護", "場所", "その他")

# Colours: Okabe and Ito's palette and darker steps of it, readable on white; never the only difference (see `sign`).
KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("salon", "サロン・通いの場", "サ", "#0072B2", "walk", "集まる", consent=True),
        Kind("ibasho", "居場所", "居", "#004C78", "walk", "集まる", consent=True),
        Kind("exercise", "体操・運動", "体", "#009E73", "walk", "集まる", consent=True),
        Kind("mobile_sales", "移動販売", "販", "#D55E00", "served", "買い物"),
        Kind("mimamori", "見守り", "見", "#8A4F7D", "served", "見守り", consent=True),
        Kind("shopping_support", "買い物の支援", "買", "#A65C00", "served", "買い物", consent=True),
        Kind("transport_support", "移動の支援", "移", "#B8860B", "area", "移動", consent=True),
        Kind("daily_support", "生活の手伝い", "助", "#7A3E9D", "served", "手伝い", consent=True),
        Kind("meal_delivery", "配食・弁当", "食", "#B03060", "area", "食べる"),
        Kind("shop", "店", "店", "#5B5B5B", "walk", "買い物"),
        Kind("clinic", "医院・病院", "医", "#C0392B", "walk", "医療・介護"),
        Kind("care_site", "介護の事業所", "介", "#2F6F4F", "walk", "医療・介護"),
        Kind("hall", "集会所・会館", "会", "#8B8000", "walk", "場所"),
        Kind("unknown", "種類不明", "？", "#767676", "walk", "その他", consent=True),
    )
}
UNKNOWN = "unknown"  # what a list does not tell: shown as such, counted as nothing, reached by nobody
TOLD: tuple[str, ...] = tuple(
    key for key in KINDS if key != UNKNOWN
)  # kinds that can be asked for, counted and filled in

LEVELS: dict[str, str] = {
    "small_area": "町丁・字",
    "neighbourhood": "町内会・自治会",
    "district": "地区",
    "former_town": "合併前の市町村",
    "city": "市全体",
}

# A figure's state (definitions.md, "Disclosure"). None of them is 0.
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

HOUSEHOLD_KINDS: dict[str, str] = {
    "total": "総世帯",
    "single_elderly": "高齢者のひとり暮らし",
    "elderly_couple": "高齢夫婦",
    "elderly_only": "高齢者のみの世帯",
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

# By what means help and people come together (definitions.md, "Reach has kinds").
MEANS: dict[str, str] = {
    "walk": "歩いて行ける",
    "line": "路線の沿線で乗れる",
    "zone": "家の前まで乗り物が来る",
    "served": "町内まで来てもらえる",
}

# Where people are taken to live, and how far a share in reach may be off, in percentage points an area (people gathered
# in hamlets, 500 m:
# tests/benchmarks/bench_people_points.py).
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
