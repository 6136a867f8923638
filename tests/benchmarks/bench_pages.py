"""How long a user waits for pages, and what is sent to the browser: `python tests/benchmarks/bench_pages.py`.

Prints each figure beside its target and fails nothing. A page's script is timed alone; everything else in the real
dashboard in a headless Chromium (CHROMIUM names it), where there is one. Reruns are measured on the 500 polygons of
東大阪 where the real files are there (REAL_DATA), else on the embedded city's.
"""

from __future__ import annotations

import base64
import logging
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks import bench_import
from tests.browser.conftest import NAMES, open_browser, running_app

RUNS, COLD_RUNS = 5, 3
BUSY = 120_000  # milliseconds that a busy machine may take for what is waited for
LEVEL = "small_area"
PAGES = {
    "overview": "市の概況",
    "ageing": "高齢化",
    "needs": "困りごと",
    "resources": "地域資源",
    "coverage": "歩いて行ける範囲",
    "district": "地区のすがた",
    "definitions": "定義と出典",
}
MEASURES = {
    "ageing_rate": "65歳以上",
    "early_elderly_rate": "65～74歳",
    "late_elderly_rate": "75歳以上",
    "over85_rate": "85歳以上",
}

# Waits inside the browser, a look a frame: [milliseconds until the first figure that was not there before, until
# nothing is left to draw].
WATCH = """(press) => new Promise((done) => {
  const drawn = ".choroplethlayer path, .barlayer path, .scatterlayer path, .hm image, .definition, [data-testid=stMain] .stButton";
  const inFrames = () => [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument)
    .flatMap((inside) => [inside, ...[...(inside?.querySelectorAll("iframe") ?? [])].map((frame) => frame.contentDocument)])
    .flatMap((inside) => [...(inside?.querySelectorAll(".leaflet-marker-icon") ?? [])]);
  const figures = () => [...document.querySelectorAll(drawn), ...inFrames()];
  const before = new Set(figures()), heading = () => document.querySelector("h1")?.textContent, left = heading();
  const waiting = () => heading() === left || document.querySelector("[data-testid=stApp]").dataset.testScriptState !== "notRunning"
    || document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
    || [...document.querySelectorAll("[data-testid=stPlotlyChart]")].some((chart) => !chart.querySelector(drawn))
    || document.querySelectorAll("iframe[title*=folium]").length > 0 && !inFrames().length;
  const start = performance.now();
  let first = null;
  [...document.querySelectorAll(press.where)].find((found) => found.textContent.trim() === press.what).click();
  const look = () => {
    const now = performance.now() - start;
    if (first === null && heading() !== left && figures().some((figure) => !before.has(figure))) first = now;
    if (first !== null && !waiting() || now > press.patience) done([first ?? now, now]); else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""  # noqa: E501


def line(what: str, seconds: list[float], target: float | None = None, more: str = "") -> None:
    """One figure: median, range, target."""
    wanted = f"target < {target:g} s" if target else ""
    print(
        f"  {what:<58} {statistics.median(seconds):7.3f} s   {min(seconds):.3f}-{max(seconds):.3f} of {len(seconds)}  "
        f" {wanted} {more}".rstrip()
    )


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


def city_of(folder: Path) -> str:
    """The city with the most polygons there is: 東大阪 read into `folder`, else the embedded one."""
    if given := bench_import.files():
        bench_import.read(folder, given)
        return bench_import.CITY
    print("東大阪: the real files are not here (set REAL_DATA); the embedded city is measured")
    return "sample"


# ---- a page's script, alone
# -------------------------------------------------------------------------------------------------


def script(city: str) -> None:
    """Time of one run of the page 高齢化 (pages.parts.frame.run), with nothing else at work in this process.

    CPU seconds are printed too: on a busy machine they are the steadier figure.
    """
    from streamlit.testing.v1 import AppTest

    from data.store.city import open_city
    from pages import queries
    from pages.figures.view import View
    from pages.parts import frame, shapes_file

    logging.disable(logging.WARNING)
    runs: list[tuple[float, float]] = []
    whole, shapes_file.address = (
        frame.run,
        lambda name, geojson: f"/media/{name}.json",
    )  # no server here to keep the file

    def timed(pages: dict[str, list]) -> None:
        start, used = time.perf_counter(), time.thread_time()
        whole(pages)
        runs.append((time.perf_counter() - start, time.thread_time() - used))

    frame.run = timed
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    app.query_params.update({"city": city, "level": LEVEL})
    app.switch_page("pages/see/ageing.py")

    def run(label: str, key: str = "", values: list[str] | None = None) -> None:
        runs.clear()
        for value in values or [""] * RUNS:
            if key:
                app.session_state[key] = value
            app.run()
        line(label, [wall for wall, _ in runs], 0.1, f"CPU {statistics.median(used for _, used in runs):.3f} s")

    view = View(open_city(city), "", "", "public")
    dates, districts = list(queries.series_labels(view)), [code for code in queries.district_names(view.city) if code]
    print(f"script of 高齢化 by itself, {len(queries.areas(view, LEVEL))} polygons")
    app.run()
    line("first run of the process", [runs[0][0]], None, f"CPU {runs[0][1]:.3f} s")
    run("again, unchanged")
    run("another measure, seen for the first time", "ask-measure", list(MEASURES)[1:])
    run("another measure, seen before", "ask-measure", list(MEASURES))
    run("another date, seen for the first time", "ask-date", dates[1:3])
    app.session_state["district"] = districts[0]
    app.run()  # the first district also counts people by district, once
    run("another district, seen for the first time", "district", districts[1 : RUNS + 1])
    frame.run = whole
    inline(view)


def inline(view) -> None:
    """What the named alternative would send: the polygons inside the figure."""
    from pages import queries
    from pages.figures import compose
    from pages.figures.description import Caption
    from pages.render.screen import draw

    rows = queries.rows(view, "ageing_rate", LEVEL)
    figure = compose.area_map(rows, queries.areas(view, LEVEL), Caption("", "", ""), queries.base(view, LEVEL))
    size, seconds = [], []
    for shapes in ("/media/shapes.json", None):
        start = time.perf_counter()
        size.append(len(draw.draw(figure, shapes).to_json().encode()))
        seconds.append(time.perf_counter() - start)
    print(
        f"  the map alone {size[0] / 1000:.0f} KB, {seconds[0]:.3f} s; with its polygons inside {size[1] / 1000:.0f}"
        f" KB, {seconds[1]:.3f} s: {size[1] / size[0]:.1f} times as much"
    )


# ---- in the browser
# ---------------------------------------------------------------------------------------------------------


@contextmanager
def tab(binary: str) -> Iterator:
    """A page of a new browser with an empty cache. Requests outside are refused by its own switches; ours would slow it
    down."""
    with open_browser(binary) as (context, _):
        context.unroute("**/*")
        context.set_default_timeout(BUSY)
        yield context.new_page()


def cold(binary: str) -> None:
    """The first visitor after a start: nothing is imported, read or cached yet."""
    started, numbers, drawn = [], [], []
    for _ in range(COLD_RUNS):
        with tempfile.TemporaryDirectory() as folder, tab(binary) as page:
            start = time.perf_counter()
            with running_app(Path(folder), CITIES_DIR=folder) as app:
                started.append(time.perf_counter() - start)
                start = time.perf_counter()
                page.goto(app.address, wait_until="commit")
                page.wait_for_selector(".facts .value, .card .value", timeout=BUSY)
                numbers.append(time.perf_counter() - start)
                page.wait_for_selector(".choroplethlayer path", state="attached", timeout=BUSY)
                drawn.append(time.perf_counter() - start)
    print("cold, embedded city, 市の概況")
    line("start of the server until it answers", started)
    line("request until the first numbers", numbers, 4)
    line("request until the first map", drawn, 4)


def warm(page, address: str) -> None:
    """A click on each page in the list at the left: the first visit of this server, and later ones."""
    waits: dict[str, list[list[float]]] = {name: [] for name in PAGES}
    page.goto(f"{address}/definitions")
    page.wait_for_selector(".definition")
    for _ in range(RUNS + 1):
        for name, title in PAGES.items():
            waits[name].append(
                [
                    wait / 1000
                    for wait in page.evaluate(
                        WATCH, {"where": "[data-testid=stSidebarNavLink]", "what": title, "patience": BUSY}
                    )
                ]
            )
            page.wait_for_timeout(200)
    print("warm, embedded city: from the click on a page to its first figure (and until nothing is left to draw)")
    for name, title in PAGES.items():
        (first, whole), *later = waits[name]
        line(
            title,
            [one for one, _ in later],
            1,
            f"(all {statistics.median(every for _, every in later):.3f} s)   first visit {first:.3f} s (all"
            f" {whole:.3f} s)",
        )


class Wire:
    """What the server sends over the websocket."""

    def __init__(self, page) -> None:
        self.page, self.frames = page, []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._keep)

    def _keep(self, event: dict) -> None:
        answer = event["response"]
        raw = base64.b64decode(answer["payloadData"]) if answer["opcode"] == 2 else answer["payloadData"].encode()
        self.frames.append((event["timestamp"], len(raw), ForwardMsg.FromString(raw).WhichOneof("type")))

    def after(self, act: Callable[[], None]) -> tuple[float, int]:
        """Seconds from the first to the last message of the run that `act` sets off, as the browser gets them, and
        bytes."""
        self.frames.clear()
        act()
        for _ in range(BUSY // 50):
            self.page.wait_for_timeout(50)
            if any(kind == "script_finished" for *_, kind in self.frames):
                break
        self.page.wait_for_timeout(500)  # drawing
        ends = [at for at, _, kind in self.frames if kind in ("new_session", "script_finished")]
        return max(ends) - min(ends), sum(size for _, size, _ in self.frames)


def reruns(page, address: str, city: str) -> None:
    """Time and bytes of reruns of 高齢化 with the finest areas, through the real server, while the browser draws."""
    from data.store.city import open_city
    from pages import queries
    from pages.figures.view import View

    wire, media = Wire(page), []
    page.on(
        "response",
        lambda answer: (
            media.append(int(answer.headers.get("content-length", 0)))
            if answer.url.endswith(".json") and "/media/" in answer.url
            else None
        ),
    )
    first = wire.after(lambda: page.goto(f"{address}/ageing?city={city}&level={LEVEL}"))
    page.wait_for_selector(".choroplethlayer path", state="attached", timeout=BUSY)

    def measure(name: str) -> Callable[[], None]:
        return lambda: page.locator("[data-testid=stMain] button", has_text=name).first.click()

    def choose(label: str, name: str) -> Callable[[], None]:
        def act() -> None:  # by its name, typed: of a long list only a part is drawn, and not always the same
            page.get_by_role("combobox", name=label, exact=True).fill(name)
            page.get_by_role("option", name=name, exact=True).first.click()

        return act

    view = View(open_city(city), "", "", "public")
    dates, districts = list(queries.series_labels(view).values()), list(queries.district_names(view.city).values())
    print(
        f"reruns of 高齢化 in the browser, {city} by {LEVEL}, first to last message (the browser draws on the same"
        " cores)"
    )
    print(
        f"  opened: {first[1] / 1000:.0f} KB over the websocket, and {len(media)} file of polygons,"
        f" {sum(media) / 1000:.0f} KB packed"
    )
    for what, acts in {
        "unchanged": [lambda: page.keyboard.press("r")] * RUNS,
        "another measure": [
            measure(MEASURES[key])
            for key in ("late_elderly_rate", "over85_rate", "early_elderly_rate", "ageing_rate", "late_elderly_rate")
        ],
        "another date": [choose("時点と資料", name) for name in dates[1::-1]],
        "another district": [choose("地区", name) for name in districts[1 : RUNS + 1]],
    }.items():
        done = [wire.after(act) for act in acts]
        sent = [size / 1000 for _, size in done]
        line(
            what,
            [seconds for seconds, _ in done],
            None,
            f"{statistics.median(sent):.0f} KB, at most {max(sent):.0f} KB, target < 100 KB",
        )
    print(f"  files of polygons asked for in all: {len(media)}")


def main() -> None:
    sys.stdout.reconfigure(line_buffering=True)
    print(f"medians, {os.cpu_count()} cores, {sys.platform}")
    binary = chromium()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CITIES_DIR"] = str(Path(folder) / "cities")
        city = city_of(Path(folder) / "cities")
        script(city)
        if binary is None:
            print("no Chromium on this machine (set CHROMIUM to its path): nothing is measured in the browser")
            return
        cold(binary)
        with running_app(Path(folder), CITIES_DIR=os.environ["CITIES_DIR"]) as app, tab(binary) as page:
            warm(page, app.address)
            reruns(page, app.address, city)


if __name__ == "__main__":
    main()
