"""Figures: charts and maps with their title, source and ways to take them away; a map to point at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from pages.figures import wording
from pages.figures.description import Figure, PlaceMap, Shades, Spot
from pages.parts import cache, selection
from pages.render import downloads
from pages.render.screen import draw, tables
from pages.topics import resource_map

Pick = Callable[[str], None]
_CLICKED = "clicked"


def figure(
    make: Callable[[], Figure], key: str, pick: Pick | None = None, shapes: str | None = None, height: int | None = None
) -> None:
    """A figure with its title, source and ways to take it away; `pick` gets the area code clicked on a map.

    `make` describes it; it is called, and drawn, once for everything the address says (selection.where).
    """
    where = selection.where()
    drawn = cache.kept(where, key, make)
    st.html(f'<div class="figure-title">{escape(drawn.caption.title)}</div>')
    if isinstance(drawn, PlaceMap):
        _web_map(drawn, where, key)
    elif isinstance(drawn, Shades):
        st.html(tables.shades(drawn))
    else:
        _chart(drawn, where, key, pick, shapes, height)
    st.html(f'<div class="figure-under">{wording.foot_html(drawn.caption)}</div>')
    _downloads(drawn, key)


def map_to_point_at(
    make: Callable[[], PlaceMap], key: str, pick: Pick, spot: Spot | None, without: Sequence[str]
) -> None:
    """A map of places on which a click names a spot: `pick` gets 「緯度,経度」. The spot pointed at is laid over the
    map that stands there already.

    A button takes it away (`pick` gets ""). `without`: answers of the page the map itself does not depend on, the spot
    among them.
    """
    where = selection.where(without)
    drawn = cache.kept(where, key, make)
    st.html(f'<div class="figure-title">{escape(drawn.caption.title)}</div>')
    _web_map(drawn, where, key, pick, spot)
    if spot:
        st.button("試した場所を消す", key=f"{key}-clear", on_click=pick, args=("",))
    st.html(f'<div class="figure-under">{wording.foot_html(drawn.caption)}</div>')
    _downloads(resource_map.with_spot(drawn, spot) if spot else drawn, key)


def _chart(drawn: Figure, where: str, key: str, pick: Pick | None, shapes: str | None, height: int | None) -> None:
    chart = cache.kept(where, f"{key}-screen", lambda: draw.draw(drawn, shapes))
    chosen = (  # a new key after each choice, so the same area can be clicked again
        f"{key}-{st.session_state['district']}"
    )

    def clicked() -> None:
        points = st.session_state[chosen]["selection"]["points"]
        if points and (area := _area_of(points[0])):
            pick(area)

    st.plotly_chart(
        chart,
        theme=None,
        key=chosen,
        config=draw.CONFIG,
        alt=drawn.caption.title,
        height=height or "content",
        on_select=clicked if pick else "ignore",
        selection_mode="points",
    )


def _area_of(point: dict) -> str | None:
    named = point.get("customdata") or point.get("location")
    return named[0] if isinstance(named, list) else named


def _web_map(drawn: PlaceMap, where: str, key: str, pick: Pick | None = None, spot: Spot | None = None) -> None:
    from streamlit_folium import st_folium  # imported late: only pages with a map of places need folium

    from pages.render.screen import place_maps

    def clicked() -> None:
        if at := st.session_state[key].get("last_clicked"):
            pick(f"{at['lat']:.5f},{at['lng']:.5f}")
            st.session_state[_CLICKED] = True

    if st.session_state.pop(_CLICKED, False) and not spot:
        st.toast("押した所は計算できません。地図の上の説明をご覧ください。")
    made = cache.kept(where, f"{key}-web", lambda: place_maps.draw(drawn))
    over = place_maps.pointed_at(spot) if spot else None
    st_folium(
        place_maps.shared(made) if spot else made,
        key=key,
        height=620,
        use_container_width=True,
        returned_objects=["last_clicked"] if pick else [],
        feature_group_to_add=over,
        on_change=clicked if pick else None,
    )


def _downloads(drawn: Figure, key: str) -> None:
    with st.popover("この図を保存する"):
        for number, item in enumerate(downloads.for_download(drawn)):
            st.download_button(
                item.label,
                item.make,
                file_name=item.name,
                mime=item.mime,
                key=f"{key}-save-{number}",
                on_click="ignore",
            )
