"""What a folium map of places is given besides folium's own: our scripts, and data written so that nothing in it is
markup."""

from __future__ import annotations

import json
import re
from pathlib import Path

from branca.element import Element, MacroElement
from folium.template import Template

HERE = Path(__file__).parent
VENDOR = "/app/static/vendor/"
SCRIPTS = ("leaflet.js", "leaflet.markercluster.js")
STYLES = ("leaflet.css", "MarkerCluster.css")


class _Written(Element):
    """Text that stands in the page as it is: branca would read it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: object) -> str:
        return self.text


class Scripted(MacroElement):
    """Something on the map that a script of this folder draws from data (`call`: its arguments after the map)."""

    _template = Template(
        "{% macro script(this, kwargs) %}({{ this.code }})({{ this._parent.get_name() }}, {{ this.call }});{%"
        " endmacro %}"
    )

    def __init__(self, name: str, script: str, *call: object) -> None:
        super().__init__()
        self._name, self.call = name, ", ".join(map(script_json, call))
        self.code = (HERE / script).read_text(encoding="utf-8").strip().rstrip(";")

    def render(self, **kwargs: object) -> None:
        self.get_root().script.add_child(_Written(self._template.module.script(self, kwargs)), name=self.get_name())


class Ground(Scripted):
    """Everything on the map: what is drawn is data, how it is drawn is web_map.js and web_map.css."""

    def __init__(self, data: dict, style: str, images: str) -> None:
        super().__init__("Ground", "web_map.js", data, images)
        self.style = style

    def render(self, **kwargs: object) -> None:
        self.get_root().header.add_child(_Written(f"<style>{self.style}</style>"), name=self.get_name())
        super().render(**kwargs)


# A string of JSON; inside it an escape, a word that streamlit-folium looks for in the whole script, a sign that means
# something to somebody.
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PIECE = re.compile(r"\\u[0-9a-f]{4}|\\.|drawnItems|coords|[<>&{}%#$'`_\u2028\u2029]")
_ESCAPES = {'\\"': "\\u0022", "\\\\": "\\u005c"}


def script_json(value: object) -> str:
    """JSON of which no text can be read as anything but text, by whatever it passes through on its way into a page.

    In strings the signs of markup, templates and scripts are written by their numbers: there is no tag, no template and
    no name of a variable of folium's (all have a _), which streamlit-folium and its page replace or look for in the
    whole script.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _STRING.sub(lambda found: f'"{_PIECE.sub(_by_number, found[1])}"', text)


def _by_number(found: re.Match) -> str:
    piece = found[0]
    if piece[0] == "\\":
        return _ESCAPES.get(piece, piece)
    return f"\\u{ord(piece[0]):04x}{piece[1:]}"
