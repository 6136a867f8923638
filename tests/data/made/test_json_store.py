"""The store of what people make: beside the cities, kept over an import, all or nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from data.made import json_store
from data.store.city import EMBEDDED, open_city, sibling_folder
from tests.tiny_city import area_table, stored


@pytest.fixture
def city(cities_dir):
    return stored(cities_dir, {"areas": area_table(city={"c": "試市"})})


def test_what_is_written_is_read_back_and_lies_beside_the_cities(city, cities_dir):
    assert json_store.read(city, "rates", []) == []
    json_store.write(city, "rates", [{"group": "買い物に困る人", "low": 0.08}])
    assert json_store.read(city, "rates", []) == [{"group": "買い物に困る人", "low": 0.08}]
    path = cities_dir.parent / "made" / "tiny" / "rates.json"
    assert json.loads(path.read_text(encoding="utf-8"))[0]["group"] == "買い物に困る人"
    assert "買い物に困る人" in path.read_text(encoding="utf-8")
    assert [item.name for item in path.parent.iterdir()] == ["rates.json"]  # nothing waiting is left behind


def test_it_survives_a_new_revision_and_names_are_apart(city):
    json_store.write(city, "rates", [1])
    json_store.write(city, "plans", {"a": 2})
    later = replace(city, revision="r2")
    assert (json_store.read(later, "rates"), json_store.read(later, "plans")) == ([1], {"a": 2})


def test_an_embedded_city_s_is_not_written_into_the_program(cities_dir):
    sample = open_city("sample")
    json_store.write(sample, "rates", [1])
    assert json_store.folder_of(sample) == cities_dir.parent / "made" / "sample"
    assert not (EMBEDDED.parent / "made" / "sample").exists()


def test_a_city_opened_from_a_named_folder_has_its_own(city, tmp_path):
    other = stored(tmp_path / "elsewhere" / "cities", {"areas": area_table(city={"c": "試市"})})
    json_store.write(city, "rates", [1])
    assert json_store.read(other, "rates", []) == []
    assert json_store.folder_of(other) == tmp_path / "elsewhere" / "made" / "tiny"


def test_two_cities_folders_side_by_side_do_not_share(city, cities_dir, tmp_path, monkeypatch):
    practice = stored(cities_dir.parent / "practice", {"areas": area_table(city={"c": "試市"})})
    json_store.write(city, "rates", [1])
    assert json_store.read(practice, "rates", []) == []
    assert json_store.folder_of(practice) == cities_dir.parent / "practice-made" / "tiny"
    monkeypatch.chdir(cities_dir.parent / "practice")
    assert sibling_folder(Path("."), "made") == cities_dir.parent / "practice-made"  # not inside the cities' folder


@pytest.mark.parametrize("name", ["../rates", "rates.json", "", "Rates", "a/b"])
def test_a_name_is_a_plain_word(city, name):
    with pytest.raises(ValueError, match="a name is a plain word"):
        json_store.write(city, name, [])
    with pytest.raises(ValueError, match="a name is a plain word"):
        json_store.read(city, name)


@pytest.mark.parametrize("value", [{"a": object()}, float("nan")])
def test_what_json_cannot_hold_leaves_the_old_value(city, value):
    json_store.write(city, "rates", [1])
    with pytest.raises((TypeError, ValueError)):
        json_store.write(city, "rates", value)
    assert json_store.read(city, "rates") == [1]


@pytest.mark.parametrize("broken", [b"[1, 2", "買".encode("cp932")])
def test_a_broken_file_is_named_and_not_overwritten(city, broken):
    json_store.write(city, "rates", [1])
    path = json_store.folder_of(city) / "rates.json"
    path.write_bytes(broken)
    with pytest.raises(json_store.MadeUnreadable, match="保存した内容が読めません.*rates.json"):
        json_store.change(city, "rates", [], lambda rows: [*rows, 2])
    assert path.read_bytes() == broken


def test_two_people_at_once_lose_nothing(city):
    threads = [
        Thread(target=json_store.change, args=(city, "rates", [], lambda rows, n=n: [*rows, n])) for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(json_store.read(city, "rates")) == list(range(20))
