"""Pictures of cases: checked by content, made small, cleared of what a camera writes, taken in only with consent."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from data.cities.making import drawing
from data.commands.import_files import import_city
from data.ingest.options import GivenFile, ImportOptions
from data.store import pictures
from data.store.city import open_city

HEADINGS = ["地区", "日付", "題名", "目的", "数・人数", "写真", "掲載の同意"]


def photograph(width: int = 2000, height: int = 1000, kind: str = "JPEG") -> bytes:
    """A photograph with a place, an artist and a comment in it, lying on its side (orientation 6)."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Yamada Hanako"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(out, kind, exif=exif, comment="山田の家".encode())
    return out.getvalue()


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", ".jpg"), ("PNG", ".png")])
def test_a_picture_becomes_small_upright_and_says_nothing_more(kind, ending):
    given = photograph(kind=kind)
    assert b"Yamada" in given
    found_ending, data = pictures.made_small(given)
    assert found_ending == ending
    assert b"Yamada" not in data and "山田".encode() not in data and b"Exif" not in data and b"eXIf" not in data
    with Image.open(io.BytesIO(data)) as small:
        assert (small.format, small.size) == (kind, (600, 1200))
        assert not small.getexif() and "comment" not in small.info


def test_a_small_picture_keeps_its_size_and_its_transparency():
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(pictures.made_small(out.getvalue())[1])) as small:
        assert small.size == (40, 30) and small.mode == "RGBA"


@pytest.mark.parametrize(
    "data",
    [b"", b"<script>alert(1)</script>", photograph()[:400], b"\x89PNG\r\n\x1a\nbroken", b"GIF89a"],
    ids=["empty", "script", "cut", "broken", "gif"],
)
def test_what_is_no_picture_is_none(data):
    assert pictures.made_small(data) is None


def test_other_formats_are_none_whatever_their_name(tmp_path):
    out = io.BytesIO()
    Image.new("RGB", (5, 5)).save(out, "BMP")
    assert pictures.made_small(out.getvalue()) is None


def test_more_pixels_than_a_pc_can_hold_are_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    assert pictures.made_small(photograph(20, 20)) is None


@pytest.mark.parametrize(
    "name", ["../secret.png", "..\\secret.png", "/etc/passwd", "secret.txt", "none.png", "text.png"]
)
def test_only_pictures_of_the_folder_are_read(tmp_path, name):
    (tmp_path / "secret.png").write_bytes(photograph(8, 8, "PNG"))
    folder = tmp_path / "city"
    pictures.store(folder, {"a.png": photograph(8, 8, "PNG"), "text.png": b"<svg>", "secret.txt": b"\xff\xd8\xff"})
    assert pictures.read(folder, "a.png")
    assert pictures.read(folder, name) is None


def test_an_import_takes_in_what_people_agreed_to_and_says_the_rest(small_city, tmp_path):
    lines = [
        ["東地区", "2025-05", "よい会", "集まる", "毎回10人", "よい.jpg", "はい"],
        ["東地区", "2025-05", "同意のない会", "集まる", "", "よい.jpg", "いいえ"],
        ["東地区", "2025-05", "写真のない会", "集まる", "", "ない.jpg", "はい"],
        ["東地区", "2025-05", "文字の会", "集まる", "", "文字.png", "はい"],
        ["東地区", "2025-05", "外の会", "集まる", "", "../よい.jpg", "はい"],
        ["東地区", "2025-05", "ただの会", "集まる", "", "", ""],
    ]
    table = small_city.write("事例.csv", [HEADINGS, *lines])
    (small_city.folder / "よい.jpg").write_bytes(photograph())
    (small_city.folder / "文字.png").write_text("絵ではない", encoding="utf-8")
    report = import_city(
        "kaku",
        [GivenFile(path) for path in (small_city.boundary(), small_city.membership(), table)],
        ImportOptions(cities=tmp_path / "cities"),
        lambda words: None,
    )
    city = open_city("kaku", tmp_path / "cities")
    cases = city.table("cases").set_index("title")
    assert cases["picture"].notna().to_dict() == {"よい会": True} | dict.fromkeys(
        ["同意のない会", "写真のない会", "文字の会", "外の会", "ただの会"], False
    )
    assert cases.at["よい会", "numbers"] == "毎回10人"
    stored = [path.name for path in (city.folder / "pictures").iterdir()]
    assert stored == [cases.at["よい会", "picture"]] and b"Yamada" not in pictures.read(city.folder, stored[0])
    said = [problem.sentence() for problem in report.problems]
    for line, part in (
        (3, "掲載の同意が「はい」でないため、写真は取り込みませんでした"),
        (4, "写真のファイルがありません"),
        (5, "写真として読めません"),
        (6, "写真のファイルがありません"),
    ):
        assert any(f"{line}行目・列「写真」" in sentence and part in sentence for sentence in said), (part, said)


def test_a_refused_import_leaves_no_picture(small_city, tmp_path):
    from data.files.problems import Refused

    table = small_city.write("事例.csv", [HEADINGS, ["東地区", "2025-05", "会", "集まる", "", "よい.jpg", "はい"]])
    (small_city.folder / "よい.jpg").write_bytes(photograph())
    broken = small_city.write("協議体.csv", [["地区", "設立日", "目指す地域像"], ["東地区", "きのう", "まち"]])
    with pytest.raises(Refused):
        import_city(
            "kaku",
            [GivenFile(path) for path in (small_city.boundary(), table, broken)],
            ImportOptions(cities=tmp_path / "cities"),
            lambda words: None,
        )
    assert not (tmp_path / "cities").exists()


def test_the_invented_picture_is_the_same_on_every_run_and_is_the_stored_one():
    drawn = drawing.mobile_sales()
    assert drawn == drawing.mobile_sales() and len(drawn) < 20_000
    with (
        Image.open(io.BytesIO(drawn)) as now,
        Image.open(io.BytesIO(pictures.read(open_city("sample").folder, "mobile-sales.png"))) as kept,
    ):
        assert now.convert("RGB").tobytes() == kept.convert("RGB").tobytes()
