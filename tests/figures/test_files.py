"""What a figure can be saved as."""

from __future__ import annotations

import pytest

from pages.figures import files


@pytest.mark.parametrize("name", ["bars", "area_map", "place_map"])
def test_every_figure_is_offered_in_colour_in_grey_and_as_svg(every_figure, name):
    offered = files.for_download(every_figure[name])
    assert len({item.name for item in offered}) == len(offered)
    starts = {item.name.removeprefix("架空市_全市_高齢化率_2025-04-01"): item.make()[:15] for item in offered}
    assert starts[".png"].startswith(b"\x89PNG") and starts["_白黒.png"].startswith(b"\x89PNG") and starts[".svg"].startswith(b"<?xml")
    assert [item.mime for item in offered][:3] == ["image/png", "image/png", "image/svg+xml"]
    assert (".html" in starts) == (name == "place_map")


def test_a_map_of_places_is_offered_as_one_file(place_map):
    page = files.for_download(place_map)[-1]
    assert page.mime == "text/html" and page.make().lstrip().startswith(b"<!DOCTYPE html>")


def test_nothing_is_drawn_before_it_is_asked_for(bars, monkeypatch):
    from pages.figures import paper

    monkeypatch.setattr(paper, "draw", lambda *_: pytest.fail("drawn too early"))
    files.for_download(bars)
