"""The indicators: one function and one entry each. Charts, the definitions page, books and the command line follow from
here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from analysis.indicators.formulas import ageing, care, households, need_density, reach, served, supply
from analysis.methods.amounts import Choice, Counts, Ratio
from analysis.methods.population_points import EXPECTED_ERROR

Unit = Literal["share", "per_100", "per_1000", "per_km2", "index", "ratio", "persons"]


@dataclass(frozen=True)
class Indicator:
    """What an indicator is called, means and needs.

    definition: one plain sentence; formula: as it is computed; rule: where the rule was read (「本市設定」where there
    is no official one). protected: counts people in need, in care, using a service or living alone. options: which of
    kind, distance, group, unknown_age, way, when, often it takes; `kind`, `distance`, `group` are their defaults.
    national: item of national.csv with the same definition. decimals: shown (a share is shown in %). polarity: no
    indicator is good or bad. listed: counts what a list names: where it names nothing the state is not_listed, and the
    number is missing, never 0. officials: in 庁内用 only (it invites comparisons that a reader without the background
    would misread).
    """

    key: str
    label: str
    short: str
    unit: Unit
    definition: str
    formula: str
    rule: str
    tables: tuple[str, ...]
    function: Callable[[Counts, Choice], Ratio]
    protected: bool = False
    options: tuple[str, ...] = ()
    kind: str | None = None
    distance: int | None = None
    group: str | None = None
    national: str | None = None
    decimals: int = 1
    polarity: Literal["none"] = "none"
    listed: bool = False
    officials: bool = False


_CABINET = "内閣府『高齢社会白書』"
_STATISTICS = "埼玉県・富山県 統計課『年齢構造指数の解説』"
_OURS = "公的な定めがないため本市設定"
_MLIT = "国土交通省『都市構造の評価に関するハンドブック』（一般800m・高齢者500m）"
_REACH_OPTIONS = ("kind", "distance", "group", "way", "when", "often")
_SPREAD = "区域のなかに人が均等に住むとみなした目安です（人口メッシュや建物の資料があるときは、それで人を置きます）。"
_REACHED = "センターが相談や実態把握で把握した人数で、困っている人の総数ではありません。"

INDICATORS: dict[str, Indicator] = {
    entry.key: entry
    for entry in (
        Indicator(
            "ageing_rate",
            "高齢化率",
            "高齢化率",
            "share",
            "65歳以上の人が、人口全体に占める割合です。",
            "65歳以上人口 ÷ 総人口",
            _CABINET,
            ("population",),
            ageing.ageing_rate,
            options=("unknown_age",),
            national="ageing_rate",
        ),
        Indicator(
            "early_elderly_rate",
            "前期高齢者の割合（65～74歳）",
            "65～74歳",
            "share",
            "65歳から74歳の人が、人口全体に占める割合です。",
            "65～74歳人口 ÷ 総人口",
            _CABINET,
            ("population",),
            ageing.early_elderly_rate,
            options=("unknown_age",),
            national="early_elderly_rate",
        ),
        Indicator(
            "late_elderly_rate",
            "後期高齢者の割合（75歳以上）",
            "75歳以上",
            "share",
            "75歳以上の人が、人口全体に占める割合です。",
            "75歳以上人口 ÷ 総人口",
            _CABINET,
            ("population",),
            ageing.late_elderly_rate,
            options=("unknown_age",),
            national="late_elderly_rate",
        ),
        Indicator(
            "over85_rate",
            "85歳以上の割合",
            "85歳以上",
            "share",
            "85歳以上の人が、人口全体に占める割合です。",
            "85歳以上人口 ÷ 総人口",
            _CABINET,
            ("population",),
            ageing.over85_rate,
            options=("unknown_age",),
        ),
        Indicator(
            "old_age_index",
            "老年人口指数",
            "老年人口指数",
            "index",
            "15～64歳の人100人に対する、65歳以上の人の数です。",
            "65歳以上人口 ÷ 15～64歳人口 × 100",
            _STATISTICS,
            ("population",),
            ageing.old_age_index,
        ),
        Indicator(
            "dependency_index",
            "従属人口指数",
            "従属人口指数",
            "index",
            "15～64歳の人100人に対する、14歳以下と65歳以上の人の数です。",
            "（0～14歳人口 ＋ 65歳以上人口）÷ 15～64歳人口 × 100",
            _STATISTICS,
            ("population",),
            ageing.dependency_index,
        ),
        Indicator(
            "ageing_index",
            "老年化指数",
            "老年化指数",
            "index",
            "14歳以下の子ども100人に対する、65歳以上の人の数です。",
            "65歳以上人口 ÷ 0～14歳人口 × 100",
            _STATISTICS,
            ("population",),
            ageing.ageing_index,
        ),
        Indicator(
            "support_ratio",
            "15～64歳／65歳以上",
            "15～64歳／65歳以上",
            "ratio",
            "65歳以上の人1人に対する、15～64歳の人の数です。",
            "15～64歳人口 ÷ 65歳以上人口",
            _STATISTICS,
            ("population",),
            ageing.support_ratio,
        ),
        Indicator(
            "single_elderly_rate",
            "ひとり暮らしの高齢者の割合",
            "ひとり暮らし",
            "share",
            "65歳以上の人のうち、ひとり暮らしの人の割合です（世帯で数えるときは、全世帯のうち65歳以上のひとり暮らし世帯の割合）。",
            "65歳以上のひとり暮らしの人 ÷ 65歳以上人口（世帯で数えるとき: ひとり暮らし世帯 ÷ 総世帯）",
            "総務省『国勢調査』の高齢単身世帯の定義",
            ("households", "population"),
            households.single_elderly_rate,
            protected=True,
            options=("kind",),
            kind=households.PERSONS,
        ),
        Indicator(
            "elderly_couple_rate",
            "高齢夫婦世帯の割合",
            "高齢夫婦世帯",
            "share",
            "夫が65歳以上で妻が60歳以上の夫婦だけの世帯が、全世帯に占める割合です。",
            "高齢夫婦世帯 ÷ 総世帯",
            "総務省『国勢調査』の高齢夫婦世帯の定義",
            ("households",),
            households.elderly_couple_rate,
        ),
        Indicator(
            "care_certification_rate",
            "要介護等認定率",
            "要介護等認定率",
            "share",
            "介護保険の第1号被保険者（65歳以上）のうち、要支援・要介護の認定を受けた人の割合です。",
            "認定を受けた65歳以上の人 ÷ 第1号被保険者",
            "厚生労働省『介護保険事業状況報告』",
            ("care",),
            care.care_certification_rate,
            protected=True,
        ),
        Indicator(
            "need_persons",
            "相談で把握した人数",
            "人数",
            "persons",
            "相談で把握した、困りごとのある人（サービスの利用の表では、利用している人）の数です。" + _REACHED,
            "相談で把握した人数（割り算はしません）",
            _OURS,
            ("needs",),
            need_density.need_persons,
            protected=True,
            options=("kind",),
            kind="total",
            decimals=0,
        ),
        Indicator(
            "need_density_households",
            "相談で把握した人数（100世帯あたり）",
            "100世帯あたり",
            "per_100",
            "相談で把握した、困りごとのある人（サービスの利用の表では、利用している人）の数を、100世帯あたりで示したものです。"
            + _REACHED,
            "相談で把握した人数 ÷ 総世帯 × 100",
            _OURS,
            ("needs", "households"),
            need_density.need_density_households,
            protected=True,
            options=("kind",),
            kind="total",
            decimals=2,
        ),
        Indicator(
            "need_density_elderly",
            "相談で把握した人数（65歳以上1,000人あたり）",
            "65歳以上1,000人あたり",
            "per_1000",
            "相談で把握した、困りごとのある人（サービスの利用の表では、利用している人）の数を、"
            "65歳以上の人1,000人あたりで示したものです。" + _REACHED,
            "相談で把握した人数 ÷ 65歳以上人口 × 1,000",
            _OURS,
            ("needs", "population"),
            need_density.need_density_elderly,
            protected=True,
            options=("kind",),
            kind="total",
        ),
        Indicator(
            "need_density_area",
            "相談で把握した人数（1km²あたり）",
            "1km²あたり",
            "per_km2",
            "相談で把握した、困りごとのある人（サービスの利用の表では、利用している人）の数を、面積1km²あたりで示したものです。"
            + _REACHED,
            "相談で把握した人数 ÷ 面積（km²）",
            _OURS,
            ("needs", "areas"),
            need_density.need_density_area,
            protected=True,
            options=("kind",),
            kind="total",
        ),
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
            reach.coverage,
            protected=True,
            options=_REACH_OPTIONS,
            kind="salon+mobile_sales",
            distance=500,
            group="65+",
        ),
        Indicator(
            "coverage_line",
            "路線の沿線で乗れる人の割合",
            "路線に乗れる人",
            "share",
            "沿線ならどこでも乗れる乗り物の路線から、一定の距離のなかに住む人の割合です。便の数や行き先は問いません。"
            + _SPREAD,
            "路線から距離内に住む人 ÷ その区域の人",
            _OURS,
            ("population", "resources", "base", "areas"),
            reach.coverage_line,
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
            _OURS,
            ("population", "resources", "base", "areas"),
            reach.coverage_zone,
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
            _OURS,
            ("population", "resources", "served", "areas"),
            reach.coverage_served,
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
            _OURS,
            ("population", "resources", "base", "served", "areas"),
            reach.coverage_any,
            protected=True,
            options=_REACH_OPTIONS,
            kind="salon+mobile_sales",
            distance=500,
            group="65+",
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
            supply.supply_access,
            options=("kind", "distance", "when", "often"),
            kind="salon",
            distance=500,
            group="65+",
            officials=True,
        ),
        Indicator(
            "mobile_sales_served_households",
            "移動販売が届く世帯の割合",
            "移動販売が届く世帯",
            "share",
            "移動販売が回る町内会の世帯が、全世帯に占める割合です（距離を選ぶと、週1回以上の停留場所からその距離のなかの世帯）。",
            "移動販売が届く区域の世帯 ÷ 総世帯",
            _OURS + "（500m・週1回以上）",
            ("resources", "served", "households"),
            served.mobile_sales_served_households,
            options=("distance",),
            listed=True,
        ),
        Indicator(
            "mimamori_rate",
            "見守りの割合",
            "見守り",
            "share",
            "65歳以上のひとり暮らしの世帯数に対する、見守りを受けている世帯数の割合です。",
            "見守りを受けている世帯 ÷ 65歳以上のひとり暮らし世帯",
            _OURS,
            ("resources", "served", "households"),
            served.mimamori_rate,
            protected=True,
            listed=True,
        ),
        Indicator(
            "resources_per_1000_elderly",
            "65歳以上1,000人あたりの地域資源",
            "1,000人あたりの数",
            "per_1000",
            "サロン・通いの場の数を、65歳以上の人1,000人あたりで示したものです（命令では、ほかの種類も選べます）。",
            "地域資源の数 ÷ 65歳以上人口 × 1,000",
            "厚生労働省『通いの場の実施状況調査』にならう（月1回以上の活動）",
            ("resources", "population"),
            supply.resources_per_1000_elderly,
            options=("kind",),
            kind="salon",
            decimals=2,
        ),
        Indicator(
            "enrolled_rate",
            "登録して使っている人の割合",
            "登録して使う人",
            "share",
            "移動の支援などに登録して使っている人が、65歳以上の人に占める割合です。登録した人がどこに住むかは数えていません。",
            "登録して使っている人 ÷ 65歳以上人口",
            _OURS,
            ("resources", "population"),
            supply.enrolled_rate,
            protected=True,
            options=("kind",),
            kind="transport_support",
            listed=True,
        ),
        Indicator(
            "salon_participation_rate",
            "通いの場の参加率",
            "参加率",
            "share",
            "サロン・通いの場に1年間に参加した実人数が、65歳以上の人に占める割合です。",
            "参加した人（実人数）÷ 65歳以上人口",
            "厚生労働省『通いの場の実施状況調査』",
            ("resources", "population"),
            supply.salon_participation_rate,
            protected=True,
            options=("kind",),
            kind="salon",
            national="kayoinoba_participation",
        ),
    )
}


def indicator(key: str) -> Indicator:
    """The indicator of that key; ValueError, naming all, where there is none."""
    if key not in INDICATORS:
        raise ValueError(f"「{key}」という指標はありません。あるもの: {'、'.join(INDICATORS)}")
    return INDICATORS[key]
