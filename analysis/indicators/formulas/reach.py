"""Walking reach and the other ways help arrives, as a share of people."""

from __future__ import annotations

from dataclasses import replace

from analysis.indicators.entry import OURS, Indicator
from analysis.methods.amounts import Choice, Counts, Ratio
from analysis.methods.population_points import EXPECTED_ERROR
from data.vocabulary import MEANS


def coverage(counts: Counts, choice: Choice) -> Ratio:
    """People within the distance of any place / all people of the group."""
    return Ratio(counts.in_reach(choice), counts.group(choice.group))


def coverage_line(counts: Counts, choice: Choice) -> Ratio:
    """People within the distance of a line that can be boarded anywhere / all people of the group."""
    return coverage(counts, replace(choice, means=("line",)))


def coverage_zone(counts: Counts, choice: Choice) -> Ratio:
    """People inside an area in which a ride comes to the door / all people of the group."""
    return coverage(counts, replace(choice, means=("zone",)))


def coverage_served(counts: Counts, choice: Choice) -> Ratio:
    """People of neighbourhoods that help for the same purpose comes to / all people of the group."""
    return coverage(counts, replace(choice, means=("served",)))


def coverage_any(counts: Counts, choice: Choice) -> Ratio:
    """People reached on foot, by a ride or by help that comes / all people of the group."""
    return coverage(counts, replace(choice, means=tuple(MEANS)))


def supply_access(counts: Counts, choice: Choice) -> Ratio:
    """Room at places within reach x 1,000 / 65+: visits a month, shared among all who live within reach
    (analysis.methods.catchment)."""
    return Ratio(counts.room(choice), counts.group(choice.group), 1000)


_MLIT = "国土交通省『都市構造の評価に関するハンドブック』（一般800m・高齢者500m）"
_REACH_OPTIONS = ("kind", "distance", "group", "way", "when", "often")
_SPREAD = "区域のなかに人が均等に住むとみなした目安です（人口メッシュや建物の資料があるときは、それで人を置きます）。"
ENTRIES: tuple[Indicator, ...] = (
    Indicator(
        "coverage",
        "歩いて行ける人の割合",
        "歩いて行ける人",
        "share",
        "通いの場や移動販売などから、一定の距離（選ばなければ直線）のなかに住む人の割合です。"
        "区域のなかに人が均等に住むとみなした目安で、実際に歩く道のりではありません"
        f"（区域ごとに{EXPECTED_ERROR * 100:.0f}ポイントほどずれることがあります。"
        "人口メッシュや建物の資料があるときは、それで人を置きます）。",
        "距離内に住む人 ÷ その区域の人",
        _MLIT,
        ("population", "resources", "areas"),
        coverage,
        protected=True,
        options=_REACH_OPTIONS,
        kind="salon+mobile_sales",
        distance=500,
        group="65+",
        shown=("district", "coverage", "book.beside"),
    ),
    Indicator(
        "coverage_line",
        "路線の沿線で乗れる人の割合",
        "路線に乗れる人",
        "share",
        "沿線ならどこでも乗れる乗り物の路線から、一定の距離のなかに住む人の割合です。便の数や行き先は問いません。"
        + _SPREAD,
        "路線から距離内に住む人 ÷ その区域の人",
        OURS,
        ("population", "resources", "base", "areas"),
        coverage_line,
        protected=True,
        options=_REACH_OPTIONS,
        kind="salon+mobile_sales",
        distance=500,
        group="65+",
    ),
    Indicator(
        "coverage_zone",
        "家の前まで乗り物が来る人の割合",
        "家まで乗り物が来る人",
        "share",
        "予約型の乗合タクシーや送迎のように、家の前まで乗り物が来る区域に住む人の割合です。"
        "予約や会員登録の要る場合があります。" + _SPREAD,
        "区域に住む人 ÷ その区域の人",
        OURS,
        ("population", "resources", "base", "areas"),
        coverage_zone,
        protected=True,
        options=_REACH_OPTIONS,
        kind="salon+mobile_sales",
        distance=500,
        group="65+",
    ),
    Indicator(
        "coverage_served",
        "町内まで来てもらえる人の割合",
        "来てもらえる人",
        "share",
        "同じはたらき（買い物など）の支援が、名前を挙げて回っている町内に住む人の割合です。"
        "どの家からも近いという意味ではありません。" + _SPREAD,
        "支援が回る町内に住む人 ÷ その区域の人",
        OURS,
        ("population", "resources", "served", "areas"),
        coverage_served,
        protected=True,
        options=_REACH_OPTIONS,
        kind="salon+mobile_sales",
        distance=500,
        group="65+",
    ),
    Indicator(
        "coverage_any",
        "歩くか、乗るか、来てもらえる人の割合",
        "どれかが届く人",
        "share",
        "歩いて行ける、路線に乗れる、家の前まで乗り物が来る、町内まで来てもらえる、のどれか一つでも当てはまる人の割合です。"
        "資料のある届き方だけを数えます（どれを数えたかは、図の下に書きます）。" + _SPREAD,
        "どれかが届く人 ÷ その区域の人",
        OURS,
        ("population", "resources", "base", "served", "areas"),
        coverage_any,
        protected=True,
        options=_REACH_OPTIONS,
        kind="salon+mobile_sales",
        distance=500,
        group="65+",
        shown=("coverage",),
    ),
    Indicator(
        "supply_access",
        "席のゆとり（65歳以上1,000人あたり・月）",
        "席のゆとり",
        "per_1000",
        "歩いて行ける場所の席（定員 × 月の回数）を、その場所を歩いて行ける人みんなで分けたときの、"
        "65歳以上1,000人あたりの月の席の数です。"
        "定員の資料がない場所は20人、回数の資料がない場所は月1回とみなします。来る人の数の見込みではありません。",
        "席の数 ÷ 距離内の65歳以上の人 を、行ける場所について足し合わせる",
        "ルオとワン（2003年）の2段階の方法（定員と回数を入れたのは本市設定）",
        ("population", "resources", "areas"),
        supply_access,
        options=("kind", "distance", "when", "often"),
        kind="salon",
        distance=500,
        group="65+",
        officials=True,
    ),
)
