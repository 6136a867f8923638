"""The sheets and columns of every template, with an example and what to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.files.column_headings import Column
from data.readers import (
    care,
    councils,
    households,
    individuals,
    membership,
    needs_table,
    resources_table,
    survey,
    walking_network,
)
from data.vocabulary import HOUSEHOLD_KINDS, KINDS, NEEDS, TOLD, TOTAL_LABEL

WHO = ("誰でも", "会員のみ", "女性", "男性", "75歳以上")
YES_NO = ("はい", "いいえ")
HOUSEHOLDS = tuple(kind.label for kind in HOUSEHOLD_KINDS.values())


@dataclass(frozen=True)
class Field:
    """One column of a template. `needed` is shown in the explanation and by the heading's colour."""

    heading: str
    example: str | float
    words: str
    choices: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True)
class Sheet:
    name: str
    fields: tuple[Field, ...]


def _fields(columns: Sequence[Column], **said: tuple) -> tuple[Field, ...]:
    """A field for each key of `said` (example, words, and optionally choices), headed as the reader's first heading."""
    known = {item.key: item for item in columns}
    return tuple(
        replace(Field(known[key].headings[0], *words), needed=known[key].needed) for key, words in said.items()
    )


AREA = {
    "area_code": ("例）272270010", "区域のコード（e-Stat の KEY_CODE など）。なければ空欄でかまいません。"),
    "area": ("みどり町１丁目", "町丁・字、または町内会・自治会の名前。"),
    "within": ("東地区", "その区域がある地区。同じ名前の区域が二つあるときに使います。"),
}
DATE = ("2025-04-01", "いつの数字か。「2025-04-01」「令和7年4月1日」のどちらでも読めます。")
UNKNOWN = "分からないときは空欄に（0 とは書かない）。"
SHOWN = "公開用の画面にも出るので、人の名前は書かないでください。"
TEMPLATES: dict[str, tuple[Sheet, ...]] = {
    "membership": (
        Sheet(
            "区域の所属",
            _fields(
                membership.COLUMNS,
                code=("例）272270010", "区域のコード（e-Stat の KEY_CODE など）。なければ名前だけでかまいません。"),
                name=("みどり町１丁目", "町丁・字の名前。"),
                district=("東地区", "その区域が入る地区（第2層の圏域）。"),
                weight=(1, "一つの区域が二つの地区に分かれるときの割合。合わせて1になるように。ふつうは空欄。"),
                basis=("", "分け方の根拠など。"),
            ),
        ),
    ),
    "households": (
        Sheet(
            "世帯",
            _fields(
                households.LONG,
                **AREA,
                as_of=DATE,
                kind=("高齢者のひとり暮らし", "世帯の種類。", HOUSEHOLDS),
                age_limit=("65", "高齢者を何歳からとするか。", ("65", "70")),
                households=(35, f"世帯の数。{UNKNOWN}"),
                persons=(35, f"その世帯の人数。{UNKNOWN}"),
            ),
        ),
    ),
    "care": (
        Sheet(
            "要介護等認定",
            _fields(
                care.COLUMNS,
                **AREA,
                as_of=DATE,
                age_group=("65歳以上", "年齢の区分。「65歳以上」「75～79歳」など。"),
                level=("計", "介護度。分けないときは「計」。", ("計", *care.CARE_LEVELS)),
                certified=(48, f"認定を受けている人の数。{UNKNOWN}"),
                insured=(300, f"第1号被保険者の数。{UNKNOWN}"),
            ),
        ),
    ),
    "needs": (
        Sheet(
            "困りごと",
            (
                *_fields(
                    needs_table.SAME,
                    within=("例）東地区", AREA["within"][1]),
                    area=AREA["area"],
                    when=("2024-04/2025-03", "いつからいつまでの数字か。「2024年4月～2025年3月」でも読めます。"),
                    households=(530, f"世帯の総数。{UNKNOWN}"),
                ),
                *(Field(need, 3, f"「{need}」に困っている人の数。{UNKNOWN}") for need in NEEDS),
                Field("対象人数", 12, f"困りごとのある人の{TOTAL_LABEL}（一人で二つあっても1人と数える）。"),
            ),
        ),
    ),
    "service_use": (
        Sheet(
            "サービスの利用",
            (
                *_fields(needs_table.SAME, within=("例）東地区", AREA["within"][1]), area=AREA["area"], when=DATE),
                *(Field(item, 3, f"「{item}」を使っている人の数。{UNKNOWN}") for item in needs_table.SERVICE_ITEMS),
                Field("対象人数", 12, f"使っている人の{TOTAL_LABEL}。"),
            ),
        ),
    ),
    "individuals": (
        Sheet(
            "個人別の利用",
            _fields(
                individuals.COLUMNS,
                within=("例）東地区", "地区。書かないときは市全体。"),
                as_of=DATE,
                decade=(
                    "80",
                    "年代（10歳ごと）。年齢は書かない。名前・住所・電話番号・生年月日・被保険者番号の列は作れません。",
                ),
                sex=("女", "性別。", ("女", "男")),
                care_level=("要支援１", "介護の区分。"),
                uses=("通所・リハビリ", "使っているサービス。個人の名前は書かない。"),
                frequency=("週2回", "回数。二つあるときは「週2回・週1回」。"),
            ),
        ),
    ),
    "survey": (
        Sheet(
            "調査",
            _fields(
                survey.COLUMNS,
                **AREA,
                as_of=("2024-12", "いつの調査か。"),
                item=("閉じこもりリスク", "調査の項目。"),
                respondents=(120, "有効回答の数。"),
                persons=(24, "当てはまる人の数。"),
                share=("", "数が分からないときは割合（%）。"),
            ),
        ),
    ),
    "resources": (
        Sheet(
            "地域資源",
            _fields(
                resources_table.COLUMNS,
                name=("例）みどりサロン", "名前。"),
                kind=("サロン・通いの場", "種類。", tuple(KINDS[key].label for key in TOLD)),
                within=("東地区", "地区。"),
                area=(
                    "みどり町１丁目",
                    "町丁・字、または町内会・自治会。緯度・経度がないときは、この区域の中ほどに描きます。",
                ),
                place=("みどり町集会所", "場所。"),
                address=("みどり町1-2-3", "住所。"),
                lat=("", "緯度（例 36.3219）。"),
                lon=("", "経度（例 139.0033）。"),
                schedule=("毎週火曜 10:00～11:30", "曜日と時間。「第1・3水曜 午後1時半～3時」のようにも書けます。"),
                times_per_month=("", "月に何回か。曜日から分かるときは空欄。"),
                eligibility=("誰でも", "来てよい人。", WHO),
                route=("", "移動販売などの路線の名前。同じ車の停車場所は同じ名前に。"),
                fee=("100円", "料金。"),
                booking=("不要", "予約。"),
                lift=("なし", "送迎。"),
                contact=("000-000-0000", "連絡先。"),
                contact_public=("いいえ", "連絡先を公開してよいか。空欄は公開しません。", YES_NO),
                publish=(
                    "はい",
                    "一覧や地図に載せてよいと、運営の方が同意しているか。空欄は同意なしと同じ扱いです。",
                    YES_NO,
                ),
                private_home=("いいえ", "個人の家か。「はい」の場所は庁内用にしか出ません。", YES_NO),
                capacity=(20, "定員。"),
                participants=(15, "1年に来た人の実人数。"),
                watched_households=("", "見守りの世帯の数。"),
                operator=("みどり町内会", "運営する人・団体。"),
                started=("2019-05", "始めた日。"),
                ended=("", "終わった日。続いていれば空欄。"),
                last_confirmed=DATE,
                served=("みどり町１丁目、みどり町２丁目", "支援が届く区域。「、」で区切ります。"),
                note=("", "備考。"),
            ),
        ),
    ),
    "network": (
        Sheet(
            "歩く道",
            _fields(
                walking_network.COLUMNS,
                from_node=("例）1", "道の一方の端。番号か名前。同じ端はどの行でも同じ番号に。"),
                to_node=("2", "もう一方の端。"),
                metres=(120, "道に沿った長さ（メートル）。"),
                slope_percent=(
                    5,
                    "起点から終点へ上る勾配（%）。下りはマイナス。分からないときは空欄（平らな道として数えます）。",
                ),
                from_lat=(36.3219, "起点の緯度。"),
                from_lon=(139.0033, "起点の経度。"),
                to_lat=(36.3228, "終点の緯度。"),
                to_lon=(139.0036, "終点の経度。"),
            ),
        ),
    ),
    "councils": (
        Sheet(
            "協議体",
            _fields(
                councils.COUNCILS,
                within=("例）東地区", "地区。"),
                name=("東地区支え合いの会", "協議体の名前。"),
                set_up=("2018-06", "設立した日。"),
                stage=("", "進み具合。「話し合い」「試行」「活動中」など、市の言葉で。"),
                vision=("声をかけ合えるまち", "目指す地域像。"),
            ),
        ),
        Sheet(
            "活動",
            _fields(
                councils.ACTIVITIES,
                within=("例）東地区", "地区。市全体の会議や活動には、市の名前を書きます。"),
                date=("2025-05-20", "日付。"),
                date_words=(
                    "",
                    "日付がわからないときの言葉。「2025年夏」「5月18日（年の記載なし）」など。どちらか一方が要ります。",
                ),
                kind=("会議", "種類。サポーターの研修は「養成研修」と書くと、サポーターの表にも出ます。"),
                title=("第1回協議体", "題名。"),
                audience=("住民、民生委員", "だれに呼びかけたか。"),
                invited=(20, f"案内した人数。{UNKNOWN}"),
                participants=(15, f"参加した人数。{UNKNOWN}"),
                councils=("", "交流会などに参加した協議体の数。"),
                homework=("空いている集会所を聞いてくる", f"次の会議までの宿題。{SHOWN}"),
                outcome=("", f"宿題がどうなったか。次の会議のあとに書き足します。{SHOWN}"),
                remark=("", "備考。庁内用の画面だけに出ます。"),
            ),
        ),
        Sheet(
            "支え合いサポーター",
            _fields(
                councils.SUPPORTERS,
                within=("例）東地区", "地区。"),
                date=DATE,
                registered=(12, f"登録している人数。{UNKNOWN}"),
                trained=(15, f"研修を終えた人数。{UNKNOWN}"),
                note=("", f"人数についての注記。「約150人」など。{SHOWN}"),
            ),
        ),
        Sheet(
            "事例",
            _fields(
                councils.CASES,
                within=("例）東地区", "地区。"),
                date=("2025-05", "いつのことか。"),
                kind=("居場所", "種類。"),
                need=("居場所・運動", "どの困りごとから始まったか。", NEEDS),
                title=("空き店舗の居場所", "題名。"),
                purpose=("集まる場所をつくる", "目的。"),
                history=("住民の声から", "経緯。"),
                scene=("毎週10人ほど", "様子。"),
                future=("回数を増やす", "今後。"),
                numbers=("毎回10人ほど", "どのくらいの人・回数か。言葉で書けます。"),
                picture=(
                    "",
                    "写真のファイル名（JPEG か PNG）。この表と同じフォルダに置きます。"
                    "同意が「はい」のときだけ取り込みます。",
                ),
                consent=("はい", "載せてよいと、関わった方が同意しているか。", YES_NO),
            ),
        ),
    ),
}
