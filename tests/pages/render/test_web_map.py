"""The folium map and its single file: nothing from outside, nothing that runs but our own script, every place and word
there."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pandas as pd
import pytest

from pages.figures.description import PlaceMap, Spot
from pages.render.screen import map_scripts, place_maps, single_file

# Namespaces of XML are names, not addresses.
NAMES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")


def _outside(page: str) -> list[str]:
    """Every address with a host in a page, whatever it stands in."""
    for name in NAMES:
        page = page.replace(name, "")
    page = re.sub(r"data:[a-z/-]+;base64,[A-Za-z0-9+/=]+", "", page)
    return re.findall(r"(?:https?:|wss?:|(?:src|href|url)\s*[=(]\s*[\"']?)//[^\s\"'<>)]+", page)


def _page(figure) -> str:
    return place_maps.draw(figure).get_root().render()


def _data(page: str) -> dict:
    """The data the script draws, read back from the page."""
    start = page.index('{"markers":')
    return json.JSONDecoder().raw_decode(page[start:])[0]


def test_scripts_and_styles_come_from_our_own_folder_only(place_map):
    page = _page(place_map)
    assert _outside(page) == []
    assert re.findall(r'<script src="([^"]+)"', page) == [
        "/app/static/vendor/leaflet.js",
        "/app/static/vendor/leaflet.markercluster.js",
    ]
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == [
        "/app/static/vendor/leaflet.css",
        "/app/static/vendor/MarkerCluster.css",
    ]
    assert "L.Icon.Default.imagePath = images" in page and map_scripts.script_json("/app/static/vendor/images/") in page
    assert "tileLayer" not in page


def test_the_scan_would_find_a_tile_layer():
    assert _outside('L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png")')
    assert _outside('<script src="//cdn.example/x.js">')


def test_folium_s_own_lists_are_not_changed_for_others(place_map):
    import folium

    _page(place_map)
    assert any("https://" in address for _, address in folium.Map.default_js)


def test_clusters_work_without_tiles(place_map):
    page = _page(place_map)
    assert re.search(r'"maxZoom": 18', page) and "attributionControl" in page


def test_text_from_files_cannot_run(place_map):
    page = _page(place_map)
    assert "<script>alert" not in page and "<img src=x" not in page and "</script><img" not in page
    data = _data(page)
    assert data["markers"][0]["name"] == "<script>alert(1)</script>`${alert(2)}`"
    assert any("</script><img src=x onerror=alert(3)>" in text for _, text in data["markers"][0]["popup"])
    assert page.count("</script>") == page.count("<script")


def test_every_place_has_its_sign_and_its_kind_is_counted(place_map):
    data = _data(_page(place_map))
    assert [(kind["label"], kind["sign"], kind["count"]) for kind in data["kinds"]] == [
        ("サロン・通いの場", "サ", 2),
        ("移動販売", "販", 1),
    ]
    assert [marker["at"] for marker in data["markers"]] == [[36.04, 139.02], [36.05, 139.03], [36.06, 139.12]]
    assert [marker["faded"] for marker in data["markers"]] == [False, True, False]
    assert ["曜日・時間", "毎週火曜 10時～12時"] in data["markers"][1]["popup"]


def test_a_place_without_a_position_is_not_put_at_zero(place_map):
    places = place_map.places.assign(lat=[36.04, None, 36.06])
    data = _data(_page(PlaceMap(**vars(place_map) | {"places": places})))
    assert len(data["markers"]) == 2 and data["kinds"][0]["count"] == 1


def test_ground_gaps_reach_and_caption_are_there(place_map):
    data = _data(_page(place_map))
    assert {line["properties"]["layer"] for line in data["lines"]["features"]} == {"river", "railway", "road"}
    assert len(data["outlines"]["features"]) == 4 and {name["name"] for name in data["names"]} <= {
        "八幡",
        "金井<淵",
        "町屋",
        "倉賀野",
    }
    assert (
        len(data["gaps"]["features"]) == 1
        and data["reach"]["features"][0]["properties"]["label"] == "歩いて行ける範囲（500 m）"
    )
    assert (
        data["stamps"] == ["架空のデータです", "協議体限り"]
        and data["source"] == "出典：架空市「住民基本台帳」（2025年4月1日現在）"
    )


def test_an_empty_map_is_drawn(place_map):
    empty = PlaceMap(place_map.caption, place_map.places.iloc[:0])
    assert _data(_page(empty))["markers"] == []
    assert (
        _data(_page(PlaceMap(**vars(place_map) | {"places": place_map.places.iloc[:0], "reach": None, "gaps": None})))[
            "gaps"
        ]
        is None
    )


def test_the_single_file_needs_no_internet_and_nothing_beside_it(place_map):
    content = single_file.to_single_file(place_map)
    page = content.decode("utf-8")
    assert len(content) < 1_500_000
    assert _outside(page) == [] and "/app/static" not in page
    assert not re.findall(r'<(?:script|img)[^>]+src="(?!data:)|<link', page)
    for words in (
        "65歳以上の人は、八幡地区で10人に約3人です",
        "出典：架空市「住民基本台帳」（2025年4月1日現在）",
        "架空のデータです",
        "協議体限り",
        "高齢化率は、65歳以上の人が人口全体に占める割合です。",
    ):
        assert words in page
    assert "<script>alert" not in page and "markerClusterGroup" in page and "Leaflet" in page


def test_the_single_file_carries_the_letters_of_its_names(place_map):
    import base64
    import io

    from fontTools.ttLib import TTFont

    page = single_file.to_single_file(place_map).decode("utf-8")
    fonts = re.findall(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", page)
    assert len(fonts) == 2
    for font in fonts:
        letters = TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap()
        assert all(ord(letter) in letters for letter in "髙橋サロン出典印見0123456789")


def test_pop_ups_leave_out_what_is_not_known():
    place = pd.Series({"kind": "salon", "name": "会", "popup": {"場所": "", "対象": None, "費用": "100円"}})
    assert place_maps.popup(place) == [["費用", "100円"]]


NASTY = [
    "{{ 7 * 7 }}",
    "{% for %}",
    "{# x #}",
    "{{'map_div2'}}",
    "drawnItems",
    "alert(coords);",
    "map_div",
    "@font-face{x}",
    "<head>",
    "</body>",
    "`${1}`",
    'a\\b"c',
    "\u2028",
    "]]>",
    "<!--",
]


@pytest.mark.parametrize("text", NASTY)
def test_no_text_is_read_by_the_template_engine_or_by_what_looks_through_the_script(place_map, text):
    """folium renders what it rendered; streamlit-folium replaces names of variables, and its page looks for some."""
    told = map_scripts.script_json({"name": text, text: [text]})
    assert json.loads(told) == {"name": text, text: [text]}
    assert text not in told and not re.search(r"[<>`$%#&'_]|\{\{|\{%|drawnItems|coords", told)


def test_every_text_of_a_map_arrives_as_it_is(place_map):
    text = " ".join(NASTY)
    figure = replace(
        place_map,
        caption=replace(place_map.caption, title=text),
        places=place_map.places.assign(name=text, popup=[{text: text}] * len(place_map.places)),
    )
    data = _data(_page(figure))
    assert (
        [marker["name"] for marker in data["markers"]] == [text] * 3
        and data["markers"][0]["popup"] == [[text, text]]
        and data["title"] == text
    )
    single = single_file.to_single_file(figure).decode("utf-8")
    assert (
        _data(single)["markers"] == data["markers"]
        and f"<h1>{html.escape(text)}</h1>" in single
        and "font-family:'BIZ" in single
    )


def test_what_streamlit_folium_sends_holds_every_text_as_it_is(place_map):
    from streamlit_folium import _get_feature_group_string, _get_map_string

    figure = replace(place_map, places=place_map.places.assign(name=" ".join(NASTY)))
    drawn = place_maps.draw(figure)
    drawn.get_root().render()
    sent = _get_map_string(drawn)
    assert (
        {marker["name"] for marker in _data(sent)["markers"]} == {" ".join(NASTY)}
        and "map_div2" not in sent
        and "var drawnItems" in sent
    )
    spot = Spot(36.05, 139.1, 500, " ".join(NASTY), {"新しく": "{{ 7 * 7 }}"})
    over = _get_feature_group_string(place_maps.pointed_at(spot), place_maps.shared(drawn))
    lines = json.JSONDecoder().raw_decode(over[over.index('{"at":') :])[0]["lines"]
    assert lines == [" ".join(NASTY), "新しく：{{ 7 * 7 }}"] and "49" not in over


def test_areas_known_by_a_point_are_no_pins_among_the_places(place_map):
    outlines = place_map.base.outlines
    points = outlines.set_geometry(outlines.to_crs(6677).centroid.to_crs(outlines.crs))
    data = _data(_page(replace(place_map, base=replace(place_map.base, outlines=points), gaps=points)))
    assert not data["outlines"] and not data["gaps"]
    assert data["names"] and len(data["markers"]) == len(place_map.places)
    assert _data(_page(place_map))["outlines"]["features"]
