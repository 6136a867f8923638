"""Text for what Streamlit reads as Markdown: headings, buttons, labels, boxes. What a file or a person wrote must stay
as written."""

from __future__ import annotations

import re
import unicodedata

JOINER = (  # a word joiner: not seen, and between two signs it keeps what replaces pairs of signs from finding them
    "\u2060"
)
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
# Replaced in the finished text, where a backslash no longer helps: icons by their names, :smile:, ->, --, >=, addresses
# of pages and of mail.
_PAIR = re.compile(r"(?<=[:<>=~\-@/])(?=[!-~])|(?<=[!-~])(?=@)|(?<=\bwww)(?=\.)", re.IGNORECASE)


def plain(text: object) -> str:
    """The text so that Streamlit shows it as it is: no emphasis, link, picture, formula, colour, icon or arrow comes
    out of it.

    Spaces and line breaks become one space each, none at the ends (a heading has one line, and four spaces would begin
    a listing).
    """
    line = re.sub(r"\s+", " ", str(text)).strip()
    if line and unicodedata.category(line[0]) == "So":  # Streamlit makes an icon of it
        line = JOINER + line
    return _SIGN.sub(r"\\\g<0>", _PAIR.sub(JOINER, line))
