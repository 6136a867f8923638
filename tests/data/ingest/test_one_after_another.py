"""Nothing is lost: imports and saves wait for each other, a killed one or a full disk leaves the city whole, and the
next import tidies up."""

from __future__ import annotations

import csv
import errno
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from copy import deepcopy
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from data.__main__ import main
from data.commands.import_files import import_city
from data.files.problems import Refused
from data.ingest import import_city as importing
from data.ingest.options import GivenFile, ImportOptions
from data.ingest.read_files import read_extracts
from data.made import added_rates, json_store
from data.store import individuals, locks, pictures, write
from data.store.city import open_city
from tests.data.store.test_pictures import HEADINGS, photograph
from tests.small_city import SmallCity

ROOT = Path(__file__).parents[3]
SPAWN = multiprocessing.get_context("spawn")
PATIENT = 600  # seconds that end a test that hangs; no result hangs on it


def quiet(words: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    """A city `kaku` with boundaries, districts and people, and files to import into it: never changed, copied by each
    test."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "files").mkdir()
    small = SmallCity(folder / "files")
    import_city(
        "kaku",
        [GivenFile(small.boundary()), GivenFile(small.register()), GivenFile(small.membership())],
        ImportOptions(cities=folder / "cities"),
        quiet,
    )
    table(
        folder / "files" / "困りごと.csv",
        [
            ["町名", "期間", "居場所・運動", "見守り", "買い物"],
            *([name, "2024-04/2025-03", 12, 11, 15] for name in small.names),
        ],
    )
    table(
        folder / "files" / "認定.csv",
        [
            ["町名", "基準日", "年齢区分", "介護度", "認定者数", "第1号被保険者数"],
            *([name, "2025-04-01", "65歳以上", "計", 33, 150] for name in small.names),
        ],
    )
    return folder


@pytest.fixture
def kaku(base, tmp_path, monkeypatch) -> Path:
    """The folder of a city of one's own."""
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    shutil.copytree(base / "cities", tmp_path / "cities")
    return tmp_path / "cities" / "kaku"


def table(path: Path, rows: list[list]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def everything(folder: Path) -> list[GivenFile]:
    """Files that write everywhere an import writes: the city, pictures, single persons."""
    book = openpyxl.Workbook()
    for row in (
        [*HEADINGS],
        ["東地区", "2025-04-01", "居場所", "集う", "毎回20人", "a.jpg", "はい"],
        ["西地区", "2025-05-01", "体操", "動く", "毎回10人", "", "いいえ"],
    ):
        book.active.append(row)
    book.active.title = "事例"
    book.save(folder / "協議体.xlsx")
    (folder / "a.jpg").write_bytes(photograph(40, 20))
    persons = openpyxl.Workbook()
    for row in (
        ["地区", "年代", "性別", "要介護度", "利用", "利用回数", "基準日"],
        ["東地区", "80代", "女", "要支援１", "通所", "週2回", "2026-04-01"],
    ):
        persons.active.append(row)
    persons.save(folder / "個人別.xlsx")
    return [GivenFile(folder / "協議体.xlsx"), GivenFile(folder / "個人別.xlsx", "individuals")]


def state(city: Path) -> tuple[str, int, int, int]:
    """(revision, cases, picture readable, single persons) of a city that must be whole."""
    opened = open_city(city.name, city.parent)
    cases = opened.table("cases")
    assert len(opened.table("population")) and len(opened.table("areas")) == 9
    shown = [pictures.read(city, name) is not None for name in cases["picture"].dropna()]
    assert all(shown), "a case whose picture is not there"
    return opened.revision, len(cases), len(shown), len(individuals.individuals(opened))


def left_over(city: Path) -> list[str]:
    """Whatever stands in the city's folders that nothing names."""
    revision_folders = [path.name for path in city.iterdir() if path.is_dir() and path.name != "pictures"]
    hidden = [
        path.as_posix()
        for root in (city, individuals.folder_of(city), city.parent.parent / "made")
        if root.is_dir()
        for path in root.rglob(".*")
        if not path.name.endswith(".lock")
    ]
    cases = [
        pd.read_parquet(city / name / "cases.parquet")
        for name in revision_folders
        if (city / name / "cases.parquet").is_file()
    ]
    named = set(pd.concat(cases)["picture"].dropna()) if cases else set()
    return hidden + [path.name for path in (city / "pictures").glob("*") if path.name not in named]


class Killed(BaseException):
    """Stands for the end of the process."""


STEPS = [(os, name) for name in ("replace", "rename", "mkdir", "unlink", "rmdir", "fsync")] + [
    (Path, "write_bytes"),
    (Path, "touch"),
    (pd.DataFrame, "to_parquet"),
    (gpd.GeoDataFrame, "to_parquet"),
]


def fail_from(monkeypatch, number: int, fault: type[BaseException] | OSError, only: tuple[str, ...] = ()) -> list[str]:
    """From the `number`th step on the disk on everything fails, as after a kill (or, `only` for these steps, on a full
    disk). What was done is listed."""
    done: list[str] = []

    def failing(whole, name):
        def step(*given, **options):
            done.append(name)
            if len(done) >= number:
                if name == "to_parquet" and len(done) == number:
                    Path(given[1]).write_bytes(b"half")
                raise fault
            return whole(*given, **options)

        return step

    for owner, name in STEPS:
        if not only or name in only:
            monkeypatch.setattr(owner, name, failing(getattr(owner, name), name))
    return done


def steps(folder: Path, tmp_path: Path, only: tuple[str, ...] = (), pieces: list | None = None) -> list[str]:
    """The steps on the disk of one import into a copy of a city; with `pieces`, of files that are read already."""
    copy = tmp_path / "counted" / folder.parent.name
    shutil.copytree(folder.parent, copy)
    (tmp_path / "counting").mkdir()
    given = everything(tmp_path / "counting")
    with pytest.MonkeyPatch.context() as patched:
        if pieces is not None:
            patched.setattr(importing, "read_extracts", lambda *given: deepcopy(pieces))
        done = fail_from(patched, 10**9, Killed(), only)
        import_city(folder.name, given, ImportOptions(cities=copy), quiet)
    return done


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])
def test_an_import_killed_at_any_step_leaves_the_city_whole_and_the_next_one_tidies_up(kaku, tmp_path, every):
    pieces = read_extracts(everything(tmp_path), importing.Options(city_codes=("27999",)), quiet)
    names = steps(kaku, tmp_path, pieces=pieces)
    assert len(names) > 25 and {"replace", "rename", "fsync", "to_parquet", "write_bytes", "touch"} <= set(names)
    before = state(kaku)
    for number in range(len(names), 0, -every):
        root = tmp_path / f"killed{number}" / "cities"
        shutil.copytree(kaku.parent, root)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(
                importing, "read_extracts", lambda *given: deepcopy(pieces)
            )  # reading has nothing to do with it, and takes its time
            fail_from(patched, number, Killed())
            with pytest.raises(Killed):
                import_city("kaku", [GivenFile(tmp_path)], ImportOptions(cities=root), quiet)
        revision, cases, shown, persons = state(root / "kaku")
        assert (cases, shown) in ((0, 0), (2, 1)) and (cases == 2) == (revision != before[0]), names[number - 1]
        assert persons in ((0,) if cases == 0 else (0, 1))
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(importing, "read_extracts", lambda *given: deepcopy(pieces))
            report = import_city("kaku", [GivenFile(tmp_path)], ImportOptions(cities=root), quiet)
        assert state(root / "kaku") == (report.revision, 2, 1, 1)
        assert not left_over(root / "kaku"), names[number - 1]
        there = {path.name for path in (root / "kaku").iterdir() if path.is_dir()} - {"pictures"}
        assert there == {before[0], revision, report.revision}, (
            f"a revision that never got its name ({names[number - 1]})"
        )
        shutil.rmtree(root)


WRITES = ("mkdir", "write_bytes", "touch", "to_parquet", "fsync")


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
def test_a_full_disk_gives_a_word_and_leaves_the_city_as_it_was(kaku, tmp_path, capsys, every):
    names = steps(kaku, tmp_path, WRITES)
    given = everything(tmp_path)
    before, files = state(kaku), sorted(path.relative_to(kaku) for path in kaku.rglob("*"))
    arguments = [
        "import",
        "kaku",
        str(given[0].path),
        "--individuals",
        str(given[1].path),
        "--cities-dir",
        str(kaku.parent),
    ]
    for number in range(1, len(names) + 1, every):
        with pytest.MonkeyPatch.context() as patched:
            done = fail_from(patched, number, OSError(errno.ENOSPC, "No space left on device"), WRITES)
            outcome = main(arguments)
        said = capsys.readouterr()
        if outcome != 2:  # only the folder's own list of names could not be forced to the disk
            assert set(done[number - 1 :]) <= {"fsync"}
            break
        assert (
            "ディスクの空きが足りないため、書き込めませんでした。入っているデータは変わっていません" in said.err
            and "保存しました" not in said.out
        )
        assert state(kaku) == before, done[number - 1]
        assert sorted(path.relative_to(kaku) for path in kaku.rglob("*") if "pictures" not in path.parts) == files, (
            "half an import stays"
        )
    assert main(arguments) in (0, 1) and state(kaku)[1:] == (2, 1, 1) and not left_over(kaku)


def test_left_overs_of_the_first_import_of_all_go_too(tmp_path, base):
    folder = tmp_path / "cities" / "kaku"
    for name in (".20260101T000000.0123abcd", "20260101T000000", "kept_by_hand"):
        (folder / name).mkdir(parents=True)
        (folder / name / "areas.parquet").write_bytes(b"half")
    (folder / ".unnamed-20260101T000000").touch()
    (folder / ".city.toml.0123abcd").write_text("half", encoding="utf-8")
    import_city("kaku", [GivenFile(base / "files" / "register.csv")], ImportOptions(cities=tmp_path / "cities"), quiet)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [open_city("kaku", tmp_path / "cities").revision, "city.toml", "kept_by_hand"]
    )


def test_where_city_toml_cannot_be_read_no_revision_is_taken_away(kaku):
    revision = open_city("kaku", kaku.parent).revision
    (kaku / f".unnamed-{revision}").touch()
    (kaku / "city.toml").write_bytes(b"")
    write.tidy(kaku)
    assert (kaku / revision / "areas.parquet").is_file()


def test_undoing_an_import_keeps_both_revisions(kaku, base):
    first = (kaku / "city.toml").read_text(encoding="utf-8")
    report = import_city("kaku", [GivenFile(base / "files" / "困りごと.csv")], ImportOptions(cities=kaku.parent), quiet)
    (kaku / f".unnamed-{report.revision}").touch()  # killed between the naming and the taking away of the mark
    import tomllib

    write.name_revision(kaku, tomllib.loads(first))
    import_city("kaku", [GivenFile(base / "files" / "認定.csv")], ImportOptions(cities=kaku.parent), quiet)
    assert (kaku / report.revision).is_dir() and open_city("kaku", kaku.parent).table("needs").empty


def test_revisions_never_share_a_name():
    assert len({write.new_revision() for _ in range(1000)}) == 1000


def test_a_folder_made_anew_under_an_old_name_is_another_city(tmp_path):
    from analysis.counts.loaded_city import load_city
    from pages.queries import memory
    from tests.tiny_city import area_table, stored

    first = stored(tmp_path, {"areas": area_table(small_area={"a0": "一"}, city={"c": "試市"})})
    assert len(memory.areas(first, "small_area")) == 1 and len(load_city(first).codes("small_area")) == 1
    (tmp_path / "tiny").rename(tmp_path / "away")
    second = stored(tmp_path, {"areas": area_table(small_area={"a0": "一", "a1": "二"}, city={"c": "試市"})})
    assert (
        second.revision == first.revision
        and len(memory.areas(second, "small_area")) == 2
        and len(load_city(second).codes("small_area")) == 2
    )


# two at once


def take_turns(root: str, name: str, files: list[str], barrier, rounds: int, answers) -> None:
    """A process that imports one file into the city of each round, beginning together with the other."""
    for number in range(rounds):
        barrier.wait(PATIENT)
        said: list[str] = []
        try:
            report = import_city(
                name,
                [GivenFile(Path(file)) for file in files],
                ImportOptions(cities=Path(root) / str(number)),
                said.append,
            )
            answers.put((number, report.revision, locks.WAITING in said))
        except Refused as refused:
            answers.put((number, str(refused), True))


def lost_of_pairs(base: Path, folder: Path, rounds: int) -> tuple[int, int]:
    """How many of 2 x `rounds` imports were lost in silence, and how many were refused."""
    for number in range(rounds):
        shutil.copytree(base / "cities", folder / str(number))
    barrier, answers = SPAWN.Barrier(2), SPAWN.Queue()
    pair = [
        SPAWN.Process(
            target=take_turns, args=(str(folder), "kaku", [str(base / "files" / name)], barrier, rounds, answers)
        )
        for name in ("困りごと.csv", "認定.csv")
    ]
    for process in pair:
        process.start()
    said = [answers.get(timeout=PATIENT) for _ in range(2 * rounds)]
    for process in pair:
        process.join(PATIENT)
    there = 0
    for number in range(rounds):
        city = open_city("kaku", folder / str(number))
        there += bool(len(city.table("needs"))) + bool(len(city.table("care")))
        assert {path.name for path in city.folder.iterdir() if path.is_dir()} >= {
            revision for of, revision, _ in said if of == number and "ファイル" not in revision
        }
    refused = sum("ファイル" in words for _, words, _ in said)
    return 2 * rounds - refused - there, refused


def test_of_pairs_of_imports_none_is_lost(base, tmp_path):
    assert lost_of_pairs(base, tmp_path, 3) == (0, 0)


@pytest.mark.long
def test_of_fifty_pairs_of_imports_none_is_lost(base, tmp_path, capsys):
    lost, refused = lost_of_pairs(base, tmp_path, 50)
    with capsys.disabled():
        print(f"\n50 pairs of imports at once: {lost} of 100 lost in silence, {refused} refused with a word")
    assert (lost, refused) == (0, 0)


def add_rates(folder: str, mine: int, number: int, barrier) -> None:
    """A process that enters rates as somebody at a page does."""
    city = open_city("kaku", Path(folder))
    barrier.wait(PATIENT)
    for one in range(number):
        added_rates.add_rate(city, added_rates.Rate(f"{mine}-{one}", "65+", 0.1, 0.2, "試し"))


def test_entries_of_two_processes_are_all_kept(kaku):
    barrier = SPAWN.Barrier(2)
    pair = [SPAWN.Process(target=add_rates, args=(str(kaku.parent), mine, 20, barrier)) for mine in range(2)]
    for process in pair:
        process.start()
    for process in pair:
        process.join(PATIENT)
    assert len(added_rates.own_rates(open_city("kaku", kaku.parent))) == 40
    assert [path.name for path in json_store.folder_of(open_city("kaku", kaku.parent)).iterdir()] == ["rates.json"]


def hold(folder: str, line) -> None:
    """A process that holds a city's lock until it is told to end (or killed)."""
    with locks.alone(Path(folder)):
        line.send("held")
        line.poll(PATIENT)


@pytest.fixture
def holder(kaku):
    """Another process that is importing into the city: (process, line by which it is told to end)."""
    line, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=hold, args=(str(kaku), theirs))
    process.start()
    assert line.poll(PATIENT) and line.recv() == "held"
    yield process, line
    if process.is_alive():
        line.send("end")
    process.join(PATIENT)


def test_waiting_is_said_and_ends_with_the_other_import_or_with_a_word(kaku, base, holder, monkeypatch):
    _, line = holder
    said: list[str] = []
    monkeypatch.setattr(locks.alone.__wrapped__, "__defaults__", (None, 0.2))
    before = state(kaku)
    with pytest.raises(Refused, match="ほかの取り込みか保存が続いているため、書き込めませんでした"):
        import_city(
            "kaku", [GivenFile(base / "files" / "困りごと.csv")], ImportOptions(cities=kaku.parent), said.append
        )
    assert locks.WAITING in said and state(kaku) == before
    monkeypatch.undo()

    def say(words: str) -> None:
        said.append(words)
        if words == locks.WAITING:
            line.send("end")

    said.clear()
    import_city("kaku", [GivenFile(base / "files" / "困りごと.csv")], ImportOptions(cities=kaku.parent), say)
    assert said.count(locks.WAITING) == 1 and len(open_city("kaku", kaku.parent).table("needs"))


def test_a_killed_process_leaves_no_lock(kaku, base, holder):
    process, _ = holder
    process.kill()
    process.join(PATIENT)
    said: list[str] = []
    import_city("kaku", [GivenFile(base / "files" / "困りごと.csv")], ImportOptions(cities=kaku.parent), said.append)
    assert locks.WAITING not in said and len(open_city("kaku", kaku.parent).table("needs"))


def test_threads_wait_too_and_the_holder_may_ask_again(kaku):
    order: list[str] = []

    def other() -> None:
        with locks.alone(kaku, lambda words: order.append("waits")):
            order.append("other")

    with locks.alone(kaku), locks.alone(kaku):
        thread = threading.Thread(target=other)
        thread.start()
        while "waits" not in order:
            thread.join(0.01)
        order.append("first")
    thread.join(PATIENT)
    assert order == ["waits", "first", "other"]


def test_what_was_read_is_joined_to_the_city_as_it_is_when_the_turn_comes(kaku, base, monkeypatch):
    """An import that ended while this one was still reading its files."""
    read = read_extracts

    def late(given, options, say):
        pieces = read(given, options, say)
        monkeypatch.setattr(importing, "read_extracts", read)
        import_city("kaku", [GivenFile(base / "files" / "認定.csv")], ImportOptions(cities=kaku.parent), quiet)
        return pieces

    monkeypatch.setattr(importing, "read_extracts", late)
    import_city("kaku", [GivenFile(base / "files" / "困りごと.csv")], ImportOptions(cities=kaku.parent), quiet)
    city = open_city("kaku", kaku.parent)
    assert len(city.table("care")) and len(city.table("needs"))


def test_files_are_read_again_when_another_import_said_which_city_it_is(tmp_path, base, monkeypatch):
    """A list of the whole country is cut to the city: which one that is came with boundaries imported meanwhile."""
    read, asked = read_extracts, []

    def late(given, options, say):
        asked.append(options.city_codes)
        pieces = read(given, options, say)
        if len(asked) == 1:
            import_city(
                "kaku",
                [GivenFile(base / "files" / "r2ka27999.geojson")],
                ImportOptions(cities=tmp_path / "cities"),
                quiet,
            )
        return pieces

    monkeypatch.setattr(importing, "read_extracts", late)
    import_city("kaku", [GivenFile(base / "files" / "register.csv")], ImportOptions(cities=tmp_path / "cities"), quiet)
    assert asked == [(), (), ("27999",)]  # this one, the other, this one again
    assert open_city("kaku", tmp_path / "cities").table("population")["area_code"].str.startswith("27999").all()


@pytest.mark.long
def test_a_hundred_kills_leave_the_city_whole(kaku, base, tmp_path, capsys):
    draw, killed, after = random.Random(9), 0, 0
    given = everything(tmp_path)
    command = [
        sys.executable,
        "-m",
        "data",
        "import",
        "kaku",
        str(given[0].path),
        "--individuals",
        str(given[1].path),
        "--cities-dir",
        str(kaku.parent),
    ]
    whole = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert "書き込んでいます" in whole.communicate()[1] and whole.returncode in (0, 1)
    for _ in range(100):
        before = state(kaku)
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        stop = draw.choice(
            [
                "区域を結び付けています",
                "地図の形を整えています",
                "書き込んでいます",
                "書き込んでいます",
                "書き込んでいます",
            ]
        )
        for line in process.stderr:
            if stop in line:
                break
        try:
            process.wait(draw.random() * 0.3)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        process.stderr.close()
        killed += process.wait() not in (0, 1)
        after += state(kaku)[0] != before[0]
        assert state(kaku)[1:3] == (2, 1)
    report = import_city("kaku", given, ImportOptions(cities=kaku.parent), quiet)
    there = {path.name for path in kaku.iterdir() if path.is_dir()} - {"pictures"}
    with capsys.disabled():
        print(
            f"\n100 imports, {killed} killed: {after} had been named, the city was whole each time;"
            f" {len(left_over(kaku))} left-overs after the next one"
        )
    assert not left_over(kaku) and len(there) == 3 + after and state(kaku) == (report.revision, 2, 1, 1)


@pytest.mark.long
def test_a_disk_that_is_really_full(base, tmp_path, monkeypatch, capsys):
    """A small memory disk, where the system lets one be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        not shutil.which("mount")
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True).returncode
    ):
        pytest.skip("no small disk can be mounted here")
    try:
        monkeypatch.setenv("INTERNAL_ACCESS", "1")
        shutil.copytree(base / "cities", disk / "cities")
        given, kaku, full = everything(tmp_path), disk / "cities" / "kaku", 0
        before = state(kaku)
        for free in range(0, 400_000, 8_000):
            space = shutil.disk_usage(disk).free
            (disk / "ballast").write_bytes(b"x" * max(0, space - free))
            outcome = main(
                [
                    "import",
                    "kaku",
                    str(given[0].path),
                    "--individuals",
                    str(given[1].path),
                    "--cities-dir",
                    str(kaku.parent),
                ]
            )
            (disk / "ballast").unlink()
            if outcome != 2:
                break
            full += 1
            assert "ディスクの空きが足りない" in capsys.readouterr().err and state(kaku) == before
        with capsys.disabled():
            print(f"\n{full} imports onto a disk that was too full: a word each time, the city as it was")
        assert full and state(kaku)[1:] == (2, 1, 1) and not left_over(kaku)
    finally:
        subprocess.run(["umount", str(disk)], check=False)
