"""python -m data coverage-batch SITES AREAS: who is within reach of each kind of site, for a whole prefecture or
nation.

SITES has the columns kind and x, y (or lon, lat); AREAS has area_code, persons and x, y (or lon, lat), one row a point
where people live. x, y are metres of one CRS, named by --crs. lon, lat (JGD2011) become geocentric metres, which are
true everywhere: a plane-rectangular zone is not, far from its origin. The straight line through the ground is shorter
than the way over it by less than a millimetre a kilometre. With --scheduler the pieces are worked out on a dask
cluster; its workers need numpy, pandas and scipy only.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from pyproj import Transformer
from pyproj.exceptions import CRSError

from analysis.methods import coverage_batch
from analysis.methods.walking_reach import require_metric
from data.commands.parser import CLEAN, REFUSED, WARNED, Parser
from data.store.csv_export import harmless

DISTANCES = "300,500,800"
PATIENCE = "10s"  # for a scheduler to answer
_DEGREES, _GEOCENTRIC = 6668, 6666  # JGD2011 as longitude and latitude, and as metres from the middle of the earth


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes; run is called with it."""
    parser.add_argument(
        "sites", metavar="場所の表", type=Path, help="列 kind と、x・y または lon・lat（CSV か Parquet）"
    )
    parser.add_argument(
        "areas",
        metavar="人口の表",
        type=Path,
        help="列 area_code・persons と、x・y または lon・lat。人の住む地点ごとに1行（CSV か Parquet）",
    )
    parser.add_argument("--crs", help="x・y の平面直角座標系の EPSG コード（6669～6687）。lon・lat のときは書かない")
    parser.add_argument(
        "--distances", default=DISTANCES, help=f"歩く距離（メートル。カンマ区切り。なければ {DISTANCES}）"
    )
    parser.add_argument("--kinds", help="場所の種類（カンマ区切り。なければすべて）")
    parser.add_argument("--out", type=Path, help="結果を書く CSV ファイル（なければ画面に出す）")
    parser.add_argument(
        "--scheduler",
        metavar="住所",
        help="dask のスケジューラの住所（例: tcp://192.168.0.10:8786）。なければこの機械だけで計算する",
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """0, or 1 where sites without a position had to be left out. Raises LookupError, in words, where nothing can be
    worked out."""
    try:
        distances = [float(one) for one in asked.distances.split(",")]
    except ValueError:
        raise LookupError(
            f"--distances には、メートルの数をカンマで区切って書いてください（あったもの: {asked.distances}）。"
        ) from None
    sites, areas = _table(asked.sites, ["kind"], ["kind"]), _table(asked.areas, ["area_code", "persons"], ["area_code"])
    if asked.kinds:
        sites = sites[sites["kind"].isin(asked.kinds.split(","))]
    if sites.empty:
        raise LookupError(f"「{asked.sites.name}」に、求める種類の場所がありません。")
    try:
        where, people = _metres(sites, areas, asked.crs)
        known = np.isfinite(where).all(axis=1)
        lost, where, kind = int((~known).sum()), where[known], sites["kind"].to_numpy()[known]
        if not len(where):
            raise ValueError(f"「{asked.sites.name}」に、位置の分かる場所がありません。")
        spread = coverage_batch.in_turn if asked.scheduler is None else on_dask(asked.scheduler)
        found = coverage_batch.coverage(
            people,
            areas["persons"].to_numpy(float),
            areas["area_code"],
            coverage_batch.planted(where, kind, distances),
            spread,
        )
    except CRSError:
        raise LookupError(
            f"--crs の「{asked.crs}」という座標系はありません。平面直角座標系なら 6669～6687 です。"
        ) from None
    except ValueError as wrong:
        raise LookupError(str(wrong)) from None
    _write(found, asked.out)
    if lost:
        print(f"位置の分からない場所{lost:,}件を除きました。", file=sys.stderr)
    return WARNED if lost else CLEAN


def on_dask(address: str) -> Callable[[Iterable[coverage_batch.Piece], coverage_batch.Sites], list[np.ndarray]]:
    """Works pieces out on the cluster at the address, in order, with the very function that runs here. LookupError
    without dask or cluster."""
    try:
        import cloudpickle
        from dask.distributed import Client
    except ImportError:
        raise LookupError("--scheduler を使うには dask が要ります: pip install dask distributed") from None

    def there(work: bytes, piece: bytes, sites: bytes) -> np.ndarray:
        import pickle

        return pickle.loads(work)(pickle.loads(piece), pickle.loads(sites), workers=1)

    def spread(cut: Iterable[coverage_batch.Piece], sites: coverage_batch.Sites) -> list[np.ndarray]:
        cloudpickle.register_pickle_by_value(
            coverage_batch
        )  # neither scheduler nor workers need this program: all of it travels as bytes
        try:
            with Client(address, timeout=PATIENCE, set_as_default=False) as client:
                work, everywhere = client.scatter(
                    [cloudpickle.dumps(coverage_batch.reached), cloudpickle.dumps(sites)], broadcast=True
                )
                return client.gather(
                    [
                        client.submit(there, work, client.scatter(cloudpickle.dumps(piece)), everywhere, pure=False)
                        for piece in cut
                    ]
                )
        except (OSError, TimeoutError) as silent:
            raise LookupError(
                f"「{address}」の dask につながりません（{silent}）。"
                "住所と、スケジューラが動いていることを確かめてください。"
            ) from None
        finally:
            cloudpickle.unregister_pickle_by_value(coverage_batch)

    return spread


def _table(path: Path, needed: list[str], text: list[str]) -> pd.DataFrame:
    """The needed columns and the positions; LookupError where they are not there."""
    if not path.is_file():
        raise LookupError(f"「{path}」が見つかりません。")
    try:
        table = pa.parquet.read_table(path) if path.suffix.lower() == ".parquet" else _csv(path, text)
    except (pa.ArrowInvalid, UnicodeDecodeError) as broken:
        raise LookupError(f"「{path.name}」を表として読めません（{broken}）。") from None
    if missing := [name for name in needed if name not in table.column_names]:
        raise LookupError(
            f"「{path.name}」に列 {'、'.join(missing)} がありません。あるもの: {'、'.join(table.column_names)}"
        )
    frame = table.select([name for name in (*needed, "x", "y", "lon", "lat") if name in table.column_names]).to_pandas()
    for name in needed:
        if name not in text and not pd.api.types.is_numeric_dtype(frame[name]):
            raise LookupError(f"「{path.name}」の列 {name} に、数でないものがあります。")
    if blank := int(frame[text].isna().to_numpy().sum() + (frame[text] == "").to_numpy().sum()):
        raise LookupError(f"「{path.name}」の列 {'、'.join(text)} に空欄が{blank:,}件あります。")
    return frame.astype(dict.fromkeys(text, "str"))


def _csv(path: Path, text: list[str]) -> pa.Table:
    """UTF-8, else the encoding Excel writes in Japan; codes stay text, so that a leading 0 is kept."""
    convert = pa.csv.ConvertOptions(column_types=dict.fromkeys(text, pa.string()), strings_can_be_null=True)
    try:
        table = pa.csv.read_csv(path, convert_options=convert)
        return table.rename_columns(table.column_names)  # headings are decoded only here
    except (pa.ArrowInvalid, UnicodeDecodeError) as wrong:
        if isinstance(wrong, pa.ArrowInvalid) and "UTF8" not in str(wrong):
            raise
        return pa.csv.read_csv(path, read_options=pa.csv.ReadOptions(encoding="cp932"), convert_options=convert)


def _metres(sites: pd.DataFrame, areas: pd.DataFrame, crs: str | None) -> list[np.ndarray]:
    """Positions of both in the same metres. ValueError where they are degrees without saying so, or not true metres."""
    in_degrees = [{"lon", "lat"} <= {*frame} for frame in (sites, areas)]
    if crs is None and all(in_degrees):
        onto = Transformer.from_crs(_DEGREES, _GEOCENTRIC, always_xy=True)
        return [_geocentric(frame[["lon", "lat"]].to_numpy(float), onto) for frame in (sites, areas)]
    if not all({"x", "y"} <= {*frame} for frame in (sites, areas)):
        raise ValueError("二つの表の両方に、列 x・y（--crs を付ける）か、列 lon・lat（--crs を付けない）が要ります。")
    require_metric(crs if crs is None or not crs.isdecimal() else int(crs))
    both = [frame[["x", "y"]].to_numpy(float) for frame in (sites, areas)]
    for one in both:
        if len(one) and not (np.abs(one) > [180, 90]).any():
            raise ValueError(
                "列 x・y が緯度・経度（度）のようです。列の名前を lon・lat にして、--crs を付けずに指定してください。"
            )
    return both


def _geocentric(degrees: np.ndarray, onto: Transformer) -> np.ndarray:
    known = np.isfinite(degrees).all(axis=1)
    if (np.abs(degrees[known]) > [180, 90]).any():
        raise ValueError("列 lon・lat に、経度・緯度ではない数があります（経度は180、緯度は90まで）。")
    metres = np.full((len(degrees), 3), np.nan)
    lon, lat = degrees[known].T
    metres[known] = np.column_stack(onto.transform(lon, lat, np.zeros(known.sum())))
    return metres


def _write(found: pd.DataFrame, out: Path | None) -> None:
    """As CSV; text that a spreadsheet would run as a formula is made harmless, once for each value it takes."""
    columns = {}
    for name, column in found.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            values = harmless(pd.DataFrame({"": column.cat.categories.astype(object)})).iloc[:, 0]
            columns[name] = pa.DictionaryArray.from_arrays(
                pa.array(column.cat.codes.to_numpy()), pa.array(values.tolist(), pa.string())
            ).dictionary_decode()
        else:
            columns[name] = pa.array(column.to_numpy(), from_pandas=True)
    if out is None:
        pa.csv.write_csv(pa.table(columns), sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        pa.csv.write_csv(pa.table(columns), out)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command by itself: python -m data.commands.coverage_batch."""
    parser = Parser(
        prog="python -m data coverage-batch", description="歩いて行ける人を、県や全国の区域ごとに一度に数えます。"
    )
    options(parser)
    asked = parser.parse_args(arguments)
    try:
        return asked.run(asked)
    except (LookupError, OSError) as failed:
        print(str(failed.args[0] if isinstance(failed, LookupError) else failed), file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())
