"""What the largest files take: `python tests/benchmarks/bench_sizes.py [WORD]`.

Each file is made, then checked (`python -m data check`) in a process of its own; prints seconds (by the clock, and of
the processor, which others on the machine do not lengthen), memory at its peak, the exit code (2: refused) and the
first words. Nothing may take over 1 GB or 60 s. With WORD only the files whose name has it. Fails nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import shapely

ROOT = Path(__file__).resolve().parents[2]
CHILD = (
    "import sys\nfrom data.__main__ import main\ncode = main(sys.argv[1:])\ntry:\n    import resource\n    peak ="
    " resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\nexcept ImportError:\n    peak = float('nan')\nimport"
    " time\nprint(f'\\nPEAK {peak:.0f} {time.process_time():.1f} {code}')"
)
AGES = [f"{low}～{low + 4}歳" for low in range(0, 85, 5)] + ["85歳以上"]
NEEDS = "居場所・運動,見守り,買い物,通院,移動手段,ゴミだし"


def text(line: Callable[[int], str], number: int, header: str = "") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(f"{header}\n" if header else "")
            file.writelines(f"{line(row)}\n" for row in range(number))

    return write


def mesh(row: int) -> str:
    """A line of a mesh of 250 m: 102,400 cells in each of three squares of the first order."""
    square, cell = divmod(row, 102_400)
    second, rest = divmod(cell, 1600)
    third, quarter = divmod(rest, 16)
    return f"{(5135, 5136, 5235)[square]}{second // 8}{second % 8}{third:02}{quarter // 4 + 1}{quarter % 4 + 1},5"


def polygons(number: int, corners: int, **columns) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        ring = np.column_stack([np.cos(turn), np.sin(turn)]) * 0.0004
        place = np.arange(number)
        middle = np.column_stack([135.4 + place % 500 * 0.001, 34.3 + place // 500 * 0.001])
        named = columns or {
            "KEY_CODE": [f"27999{row:06d}" for row in place],
            "S_NAME": [f"架空{row}町" for row in place],
            "JINKO": place,
        }
        gpd.GeoDataFrame(named, geometry=shapely.polygons(middle[:, None] + ring[None]), crs="EPSG:6668").to_file(
            path, driver="LIBKML" if path.suffix == ".kml" else None
        )

    return write


def topology(number: int, corners: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        ring = [
            [0.0004 * np.cos(turn), 0.0004 * np.sin(turn)]
            for turn in np.linspace(0, 2 * np.pi, corners, endpoint=False)
        ]
        with path.open("w", encoding="utf-8") as file:
            file.write('{"type":"Topology","objects":{"town":{"type":"GeometryCollection","geometries":[')
            file.write(
                ",".join(
                    f'{{"type":"Polygon","arcs":[[{row}]],"properties":{{"KEY_CODE":"27999{row:06d}","S_NAME":"t{row}"}}}}'
                    for row in range(number)
                )
            )
            file.write(']}},"arcs":[')
            for row in range(number):
                x, y = 135.4 + row % 500 * 0.001, 34.3 + row // 500 * 0.001
                file.write(
                    ("," if row else "")
                    + "["
                    + ",".join(f"[{x + dx:.6f},{y + dy:.6f}]" for dx, dy in [*ring, ring[0]])
                    + "]"
                )
            file.write("]}")

    return write


def workbook(rows: int, columns: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in range(rows):
            sheet.append([f"架空{row}町", *range(columns - 1)])
        book.save(path)

    return write


def sheet_of(body: Callable[[], object], dimension: str = "A1") -> Callable[[Path], None]:
    """A workbook whose only sheet has these rows as XML."""

    def write(path: Path) -> None:
        openpyxl.Workbook().save(path)
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for name, content in parts.items():
                if name != "xl/worksheets/sheet1.xml":
                    new.writestr(name, content)
            with new.open("xl/worksheets/sheet1.xml", "w") as sheet:
                sheet.write(
                    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension'
                    f' ref="{dimension}"/><sheetData>'.encode()
                )
                for piece in body():
                    sheet.write(piece.encode())
                sheet.write(b"</sheetData></worksheet>")

    return write


def styled(rows: int, cells: int) -> Callable[[], object]:
    """One filled row and styled empty ones below."""

    def body():
        yield '<row r="1"><c r="A1" t="inlineStr"><is><t>架空町</t></is></c><c r="B1"><v>1</v></c></row>'
        for row in range(2, rows + 1):
            inside = "".join(f'<c r="{chr(65 + place)}{row}" s="0"/>' for place in range(cells))
            yield f'<row r="{row}" s="0" customFormat="1" ht="15">{inside}</row>'

    return body


FILES: dict[str, Callable[[Path], None]] = {
    "a million columns.csv": text(lambda row: ",".join(["1"] * 1_000_000), 3),
    "a million rows of one value.csv": text(lambda row: "1", 1_000_000, "人数"),
    "a million rows of needs.csv": text(
        lambda row: f"架空{row}町,2024-04/2025-03,9,{','.join(['x1'] * 6)}", 1_000_000, f"町内会,期間,対象人数,{NEEDS}"
    ),
    "400,000 rows, every cell wrong.csv": text(
        lambda row: f"架空{row}町,2024-04/2025-03,約9,約1", 400_000, "町内会,期間,対象人数,見守り"
    ),
    "200,000 rows of 30 columns, unknown.csv": text(
        lambda row: ",".join(f"値{row * 30 + place}" for place in range(30)),
        200_000,
        ",".join(f"項目{place}" for place in range(30)),
    ),
    "200,000 places of 30 columns.csv": text(
        lambda row: (
            f"場所{row},集会所・会館,架空町{row},{34.3 + row % 500 * 0.001:.4f},{135.4 + row // 500 * 0.001:.4f},"
            + ",".join(["あり"] * 25)
        ),
        200_000,
        "名称,種類,住所,緯度,経度," + ",".join(f"項目{place}" for place in range(25)),
    ),
    "149,000 lines of needs.csv": text(
        lambda row: f"架空{row}町,2024-04/2025-03,9,{','.join(['1'] * 6)}", 149_000, f"町内会,期間,対象人数,{NEEDS}"
    ),
    "149,000 lines of needs, all wrong.csv": text(
        lambda row: f"架空{row}町,きのう,約9,{','.join(['約1'] * 6)}", 149_000, f"町内会,期間,対象人数,{NEEDS}"
    ),
    "149,000 own places.csv": text(
        lambda row: (
            f"場所{row},集会所・会館,第2火曜10時,架空町{row},{34.3 + row % 500 * 0.001:.4f},{135.4 + row // 500 * 0.001:.4f}"  # noqa: E501
        ),
        149_000,
        "名称,種類,曜日・時間,住所,緯度,経度",
    ),
    "149,000 own places, all wrong.csv": text(
        lambda row: f"場所{row},謎,きのう,架空町{row},x,y", 149_000, "名称,種類,曜日・時間,住所,緯度,経度"
    ),
    "149,000 standard places.csv": text(
        lambda row: (
            f"271004,{row},架空市,場所{row},架空町{row},{34.3 + row % 500 * 0.001:.4f},{135.4 + row // 500 * 0.001:.4f}"
        ),
        149_000,
        "全国地方公共団体コード,ID,地方公共団体名,名称,所在地_連結表記,緯度,経度",
    ),
    "149,000 persons.csv": text(
        lambda row: f"架空{row % 500}町,2024-04-01,80代,女,要支援1,通所,週1回",
        149_000,
        "町内会,基準日,年代,性別,要介護度,利用サービス,利用回数",
    ),
    "149,000 lines of membership.csv": text(
        lambda row: f"27999{row:06d},架空{row}町,地区{row % 50}", 149_000, "KEY_CODE,町丁名,地区"
    ),
    "149,000 households.csv": text(
        lambda row: f"架空{row}町,2024-04-01,ひとり暮らし,5", 149_000, "町内会,基準日,世帯の種類,世帯数"
    ),
    "149,000 lines of a survey.csv": text(
        lambda row: f"架空{row}町,2024-04-01,閉じこもり,50,5", 149_000, "町内会,基準日,項目,回答数,該当者数"
    ),
    "149,000 lines of care.csv": text(
        lambda row: f"架空{row}町,2024-04-01,65歳以上,要介護1,5,50",
        149_000,
        "区域,基準日,年齢区分,要介護度,認定者数,被保険者数",
    ),
    "149,000 lines of a network.csv": text(
        lambda row: f"{row},{row + 1},100,0,{34.3 + row * 1e-6:.6f},135.4,{34.3 + (row + 1) * 1e-6:.6f},135.4",
        149_000,
        "起点,終点,長さ,勾配,起点緯度,起点経度,終点緯度,終点経度",
    ),
    "20,000 places.csv": text(
        lambda row: (
            f"場所{row},集会所・会館,架空町{row},{34.3 + row % 500 * 0.001:.4f},{135.4 + row // 500 * 0.001:.4f}"
        ),
        20_000,
        "名称,種類,住所,緯度,経度",
    ),
    "20,000 lines of needs.csv": text(
        lambda row: f"架空{row}町,2024-04/2025-03,9,{','.join(['1'] * 6)}", 20_000, f"町内会,期間,対象人数,{NEEDS}"
    ),
    "20,000 lines of a register_20240930.csv": text(
        lambda row: f"架空{row}町,7,{9 * len(AGES)}," + ",".join(["9"] * len(AGES)),
        20_000,
        "町丁名,世帯数,総数," + ",".join(AGES),
    ),
    "200,000 lines of a register_20240930.csv": text(
        lambda row: f"架空{row}町,7,{9 * len(AGES)}," + ",".join(["9"] * len(AGES)),
        200_000,
        "町丁名,世帯数,総数," + ",".join(AGES),
    ),
    "300,000 meshes_2020.csv": text(mesh, 300_000, "KEY_CODE,人口総数"),
    "a cell of a million letters.csv": text(lambda row: "あ" * 1_000_000, 3, "名称"),
    "empty lines to the end.csv": text(lambda row: ",,,,", 5_000_000, "町内会,期間,対象人数,見守り"),
    "dimension to XFD1048576.xlsx": sheet_of(styled(1, 0), "A1:XFD1048576"),
    "styled rows to 1048576.xlsx": sheet_of(styled(1_048_576, 0), "A1:B1048576"),
    "10 styled cells to 1048576.xlsx": sheet_of(styled(1_048_576, 10), "A1:J1048576"),
    "a value in the last row.xlsx": sheet_of(
        lambda: ['<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>']
    ),
    "2.9 million cells.xlsx": workbook(97_000, 30),
    "6 million cells.xlsx": workbook(200_000, 30),
    "5,400 areas of 60 corners.geojson": polygons(5_400, 60),
    "200,000 areas of 15 corners.geojson": polygons(200_000, 15),
    "200,000 areas of 15 corners.shp": polygons(200_000, 15),
    "300,000 buildings.gpkg": polygons(300_000, 5, building=["house"] * 300_000),
    "500,000 buildings.gpkg": polygons(500_000, 5, building=["house"] * 500_000),
    "100 areas of 75,000 corners.shp": polygons(100, 75_000),
    "100 areas of 90,000 corners.gpkg": polygons(100, 90_000),
    "30 MB.topojson": topology(45_000, 25),
    "60 MB.topojson": topology(30_000, 90),
    "25,000 areas of 60 corners.kml": polygons(25_000, 60),
}


def check(path: Path) -> str:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, "check", "--code", "27999", str(path)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    seconds = time.perf_counter() - start
    said = done.stdout.decode("utf-8", "replace").rsplit("PEAK ", 1)
    peak, used, code = said[1].split() if len(said) > 1 else ("nan", "nan", f"died {done.returncode}")
    words = [
        line.strip()
        for line in (done.stderr.decode("utf-8", "replace") if code == "2" else said[0]).splitlines()
        if "・" in line or ":" in line
    ]
    mark = "  TOO MUCH" if float(used) > 60 or float(peak) > 1000 else ""
    return (
        f"{seconds:6.1f} s ({used} s of the processor) {float(peak):6.0f} MB  exit {code}{mark} "
        f" {(words or [''])[-1 if code == '2' and len(words) < 4 else 0][:110]}"
    )


def main() -> None:
    if sys.argv[1:2] == ["--make"]:
        FILES[sys.argv[2]](Path(sys.argv[3]))
        return
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for name in FILES:
        if wanted in name:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / name
                subprocess.run(
                    [sys.executable, __file__, "--make", name, str(path)], check=True
                )  # apart: a child's peak begins with its parent's
                size = sum(part.stat().st_size for part in Path(folder).iterdir()) / 2**20
                print(f"{name:44} {size:6.1f} MB {check(path)}", flush=True)


if __name__ == "__main__":
    main()
