"""What a figure can be saved as."""

from __future__ import annotations

import struct

import pytest

from pages.render import downloads


@pytest.mark.parametrize("name", ["bars", "area_map", "tile_map", "place_map"])
def test_every_figure_is_offered_in_colour_in_grey_and_as_svg(every_figure, name):
    offered = downloads.for_download(every_figure[name])
    assert len({item.name for item in offered}) == len(offered)
    starts = {item.name.removeprefix("架空市_全市_高齢化率_2025-04-01"): item.make() for item in offered}
    assert list(starts)[:4] == [".png", "_2段_白黒.png", "_1段_白黒.png", ".svg"] and starts[".svg"].startswith(
        b"<?xml"
    )
    assert [_wide(starts[ending]) for ending in list(starts)[:3]] == [2066, 2066, 1062]  # 17.5 and 9 cm at 300 dpi
    assert [item.mime for item in offered][:4] == ["image/png", "image/png", "image/png", "image/svg+xml"]
    assert (".html" in starts) == (name == "place_map")


def _wide(png: bytes) -> int:
    """Pixels across, from the file's header."""
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">I", png[16:20])[0]


def test_labels_say_colours_and_widths(bars):
    said = [item.label for item in downloads.for_download(bars)]
    assert len(set(said)) == len(said)
    assert (
        "PNG・カラー" in said[0]
        and "2段" in said[0]
        and "白黒" in said[1]
        and "17.5cm" in said[1]
        and "白黒・1段 幅9cm" in said[2]
    )


def test_a_map_of_places_is_offered_as_one_file(place_map):
    page = downloads.for_download(place_map)[-1]
    assert page.mime == "text/html" and page.make().lstrip().startswith(b"<!DOCTYPE html>")


def test_nothing_is_drawn_before_it_is_asked_for(bars, monkeypatch):
    from pages.render.paper import draw

    monkeypatch.setattr(draw, "draw", lambda *_: pytest.fail("drawn too early"))
    downloads.for_download(bars)
