"""The real app in a headless Chromium that can reach nothing but 127.0.0.1.

Needs a Chromium on the machine (CHROMIUM names it if it is not on the path); skipped where there is none, but never in
CI.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PATIENT = 240  # seconds that anything is waited for, on a machine however busy; every wait ends as soon as it can
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that the tests can drive."""
    found = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        if os.environ.get("CI"):
            pytest.fail("CI must have a Chromium (.ci/run installs it)")
        pytest.skip("no Chromium on this machine (set CHROMIUM to its path)")
    if trouble := _drivers_trouble():
        if os.environ.get("CI"):
            pytest.fail(f"playwright's driver does not start (.ci/run installs what it needs): {trouble}")
        pytest.skip(f"playwright's driver does not start on this machine: {trouble}")
    return found


def _drivers_trouble() -> str:
    """Why the program that drives the browser cannot start, or nothing."""
    from playwright._impl._driver import compute_driver_executable

    try:
        subprocess.run(
            [compute_driver_executable()[0], "--version"], check=True, capture_output=True, text=True, timeout=PATIENT
        )
    except subprocess.CalledProcessError as failed:
        return failed.stderr.strip()
    except OSError as failed:
        return str(failed)
    return ""


@dataclass
class App:
    """A running dashboard and where it answers."""

    address: str
    log: Path


@contextmanager
def running_app(folder: Path, **environment: str) -> Iterator[App]:
    """`streamlit run dashboard.py` on a free port, as a user starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "app.log"
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "dashboard.py",
        "--server.headless=true",
        f"--server.port={port}",
    ]
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=os.environ | environment
        )
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/_stcore/health", process, log)
        yield App(f"http://127.0.0.1:{port}", log)
    finally:
        process.terminate()
        process.wait(timeout=PATIENT)


def _wait_until_it_answers(address: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(PATIENT * 10):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=PATIENT):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the dashboard did not start:\n{log.read_text(encoding='utf-8')}")


@dataclass
class Watch:
    """What a page asked for and complained about."""

    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def troubles(self) -> list[str]:
        return [*self.outside, *self.failed, *self.console]


@contextmanager
def open_browser(chromium: str, size: tuple[int, int] = (1280, 720)) -> Iterator[tuple[object, Watch]]:
    """A browser context of that size whose every request outside 127.0.0.1 is refused and noted."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(QUIET))
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="ja-JP")
        context.set_default_timeout(PATIENT * 1000)
        watch = Watch()
        context.route("**/*", lambda route: _let_through(route, watch))
        context.on("page", lambda page: _listen(page, watch))
        yield context, watch
        browser.close()


def _let_through(route, watch: Watch) -> None:
    address = route.request.url
    if address.startswith(("http://127.0.0.1:", "data:", "blob:", "file:")):
        route.continue_()
    else:
        watch.outside.append(f"asked outside: {address}")
        route.abort()


def _listen(page, watch: Watch) -> None:
    page.on(
        "console", lambda message: watch.console.append(f"console: {message.text}") if message.type == "error" else None
    )
    page.on("pageerror", lambda error: watch.console.append(f"page error: {error}"))
    page.on(
        "response",
        lambda answer: watch.failed.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None,
    )


# The page has its title, its script has ended, nothing is still coming, and it looked the same at four looks in a row.
SETTLED = """() => {
  const ready = document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]")
    && document.querySelector("h1") && !document.querySelector("[data-testid=stSkeleton], [data-testid=stSpinner]");
  const look = `${location.href} ${document.getElementsByTagName("*").length} ${innerWidth}`;
  window.looks = ready && look === window.look ? window.looks + 1 : 0;
  window.look = look;
  return window.looks >= 4;
}"""


def settle(page) -> None:
    """Wait until the page's script has ended and its pictures are drawn."""
    page.evaluate("() => { window.look = null; }")
    page.wait_for_function(SETTLED, polling=100)


def still(page, part) -> dict[str, float]:
    """Where a part of the page lies, once it has stopped moving (a map fits itself beside its key)."""
    boxes = [part.bounding_box()]
    while len(boxes) < 4 or any(box != boxes[-1] for box in boxes[-4:]):
        assert len(boxes) < PATIENT * 10
        page.wait_for_timeout(100)
        boxes.append(part.bounding_box())
    return boxes[-1]


@pytest.fixture(scope="session")
def app(tmp_path_factory) -> Iterator[App]:
    """The dashboard on the embedded city, with an empty folder for imported ones."""
    folder = tmp_path_factory.mktemp("app")
    with running_app(folder, CITIES_DIR=str(folder / "cities")) as started:
        yield started
