"""Polygons as a file the browser fetches once, instead of half a megabyte with every run."""

from __future__ import annotations

import logging

from streamlit.runtime import Runtime

from pages.figures.view import View
from pages.queries import memory


def address(name: str, geojson: bytes) -> str | None:
    """Where the browser finds the shapes, on this server; None where that fails (the shapes then travel inside the
    figure).

    The file lives in Streamlit's media manager under the hash of its content, as long as a session shows it.
    """
    if not Runtime.exists():
        return None
    try:
        return Runtime.instance().media_file_mgr.add(geojson, "application/json", coordinates=f"shapes-{name}")
    except Exception:
        logging.getLogger(__name__).exception("shapes are sent inside the figure")
        return None


def of_level(view: View, level: str) -> str | None:
    """The address the browser fetches the shapes of a level from; None: they travel inside the figure."""
    return address(f"{view.city.name}-{view.city.revision}-{level}", memory.geojson(view.city, level))
