"""python -m data figures NAME: values of indicators as CSV or JSON."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.indicators.values import figures
from data.commands.parser import CLEAN
from data.store.city import open_city
from data.store.csv_export import harmless


def run(asked: argparse.Namespace) -> int:
    """Print the rows. Raises LookupError, in words, for a level, kind or group that does not exist."""
    try:
        frame = figures(
            open_city(asked.name, asked.cities_dir),
            asked.indicator.split(","),
            asked.level,
            as_of=asked.as_of,
            source=asked.source,
            kind=asked.kind,
            distance=asked.distance,
            group=asked.group,
            unknown_age=asked.unknown_age,
            way=asked.way,
            when=asked.when,
            often=asked.often,
            sharing="internal" if asked.internal else asked.sharing,
        )
    except ValueError as unknown:  # a level, kind or group that does not exist: said in words
        raise LookupError(str(unknown)) from None
    if asked.format == "json":
        print(frame.to_json(orient="records", force_ascii=False, indent=2, double_precision=15))
    else:
        print(
            harmless(frame).to_csv(index=False, lineterminator="\n"), end=""
        )  # print makes the line ends that the system wants
    return CLEAN


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes; run is called with it."""
    parser.add_argument("name", metavar="市の名前")
    parser.add_argument("--indicator", required=True, help="指標（カンマ区切り）。例: ageing_rate,late_elderly_rate")
    parser.add_argument("--level", required=True, help="small_area、neighbourhood、district、city など")
    parser.add_argument("--as-of", help="基準日（例: 2024-09-30）")
    parser.add_argument("--source", help="出典の番号（source_id）")
    parser.add_argument(
        "--kind",
        help=(
            "地域資源の種類（coverage など）、または困りごと・サービスの名前（need_persons など。実人数は"
            " total・service_total）。カンマ区切り"
        ),
    )
    parser.add_argument("--distance", help="歩く距離（メートル。カンマ区切り）")
    parser.add_argument("--group", help="total、65+、75+、85+、single")
    parser.add_argument(
        "--way",
        help="距離の測り方: straight（直線）、detour（直線×1.3）、network（歩く道。あるときだけ）。カンマ区切り",
    )
    parser.add_argument("--when", help="開いている曜日と時間帯（例: 月-午前、水、午後）。カンマ区切り")
    parser.add_argument("--often", help="月に何回以上か（毎週は4、毎月は1）。カンマ区切り")
    parser.add_argument(
        "--unknown-age", choices=("exclude", "include"), default="exclude", help="年齢不詳を分母に入れるか"
    )
    parser.add_argument("--sharing", choices=("public", "council"), default="public", help="共有の範囲")
    parser.add_argument("--internal", action="store_true", help="庁内用（隠さない。利用の設定が要ります）")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")
    parser.add_argument("--cities-dir", type=Path)
    parser.set_defaults(run=run)
