"""One table of names that somebody could write to make a program do something, and a city in which every text is one of
them."""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd

from data.store.city import City, open_city
from data.store.schema import TABLES
from data.store.write import write_city
from data.text.letters import LONGEST_NAME, cleaned
from data.vocabulary import PUBLISHED

PRODUCT = "54439"  # of the sums below: a text that was worked out instead of shown
NAMES = (
    "{{7777*7}}",
    "{{ ''.__class__ }}",
    "{% for %}",
    "{%",
    "{#",
    "#}",
    "{{'map_div2'}}",
    "${7777*7}",
    "#{7777*7}",
    "<%= 7777*7 %>",
    "%{x}",
    "%{y:.2f}<extra></extra>",
    "%s%n%(a)s",
    "{0}{a}{}",
    r"$\frac{1}{0}$",
    "$a$と$b$",
    r"\alpha\n\\",
    "`x`",
    "``` x",
    "\"二重\"'一重'",
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "<svg/onload=window.hacked=1>",
    "</style><style>*{display:none}",
    "</title></head><body>",
    '"><b onmouseover=window.hacked=1>',
    "<a href=javascript:window.hacked=1>x</a>",
    "<b>太字</b><br>",
    "&lt;b&gt;",
    "A & B <会>",
    "&amp;&#60;",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1-1",
    "@SUM(1)",
    "＝1+1",
    '=HYPERLINK("http://x.invalid")',
    "'=1",
    '#read("/etc/passwd")',
    "#let x=1",
    '#image("x")',
    "= 見出し",
    "*強く*",
    "_斜め_",
    "**b** __c__",
    "~~s~~",
    "[a](javascript:window.hacked=1)",
    "![a](http://x.invalid/a.png)",
    ":material/home:",
    ":red[x]",
    ":smile:",
    "-> <- -- >= ~=",
    "http://x.invalid/",
    "www.x.invalid",
    "a@x.invalid",
    "# 見出し",
    "1. 一",
    "- 一",
    "> 引用",
    "    四つ",
    "]]>",
    "<!--",
    "--><",
    "<![CDATA[",
    "<?xml?>",
    "_x0041_",
    "_nolegend_",
    "drawnItems",
    "alert(coords);",
    "__proto__",
    "constructor",
    "'; DROP TABLE x;--",
    "a' OR '1'='1",
    "@city",
    "None",
    "nan",
    "NULL",
    "true",
    "../../x",
    "..\\..\\x",
    "C:\\con",
    "/etc/passwd",
    "CON",
    "nul.txt",
    "a/b:c*d?e",
    "x.",
    ".x",
    "(.*)+$",
    "[",
    "\\1\\g<0>",
    "(?P<x>",
    "一,二;三\t四",
    "一\n二",
    "一\r二",
    "、。",
    "<会>",
    "العربية",
    "葛\U000e0100城",
    "サロン\u202eexe.pdf",
    "\u2066あ\u2069\u200f",
    "ゼロ\u200b幅\ufeff",
    "制御\x00\x07\x0b\x0c\x1b[31m",
    "改行_x000D_改行",
    "半分\ud800",
    "の" * 5000,
)
SHOWN = tuple(" ".join(cleaned(name).split())[:LONGEST_NAME] for name in NAMES)  # as they come out of an import
# Columns of text that are anybody's words (the others are codes, dates and words of our own).
WORDS = {
    "areas": "name reading",
    "needs": "need",
    "service_use": "item",
    "resources": "name place address schedule route fee booking lift contact operator note",
    "councils": "name vision",
    "activities": "kind title audience homework outcome remark date_words",
    "supporters": "note",
    "cases": "kind need title purpose history scene future numbers",
    "base": "name",
    "sources": "title publisher address licence file_name note",
    "membership": "basis",
    "served": "basis",
}
KEPT = ("99201-D02", "99201-D10", "99201-D13", "99201-D23")


def city(folder: Path, name: str = "tiny", start: int = 0) -> City:
    """Four districts of the embedded city, every text of it a hostile one, each time another; different texts stay
    different. `start`: with which of NAMES it begins."""
    sample = open_city("sample")
    tables = {table: _part(sample, table) for table in TABLES if sample.has(table) and not TABLES[table].restricted}
    shown = SHOWN[start:] + SHOWN[:start]
    texts = itertools.cycle(shown)
    for table, columns in WORDS.items():
        frame = tables[table]
        for column in columns.split():
            if frame[column].notna().any():
                frame[column] = _exchanged(frame[column], texts)
            elif column in ("address", "file_name", "note", "outcome", "remark"):
                frame[column] = pd.array([next(texts) for _ in range(len(frame))], dtype="string")
    tables |= _printed(tables, texts)
    said = {
        "title": shown[0] + shown[20],
        "dates": shown[21],
        "notes": list(shown[:4]),
        "prefecture": shown[29],
        "words": dict(zip(("support_centre", "council", "supporter", "district"), shown[20:24], strict=True)),
        "zone": sample.zone,
        "invented": True,
        "size_class": "core",
    }
    write_city(folder / name, said, tables, "r1")
    return open_city(name, folder)


def _printed(tables: dict[str, pd.DataFrame], texts: itertools.cycle) -> dict[str, pd.DataFrame]:
    """Tables that the embedded city lacks: what documents print, and what is wrong with them."""
    source, city = tables["sources"]["source_id"].iloc[0], "99201"
    printed = [
        {
            "item": item,
            "place": place,
            "area_code": code,
            "as_of": "2020-10-01",
            "value": 0.5,
            "printed": "50.0",
            "unit": "share",
            "note": next(texts),
            "source_id": source,
        }
        for item in list(PUBLISHED)[:2]
        for place, code in ((next(texts), city), (next(texts), KEPT[0]), (next(texts), None))
    ]
    years = [
        {
            "place": next(texts),
            "fiscal_year": 2015 + number,
            "started": 1,
            "cumulative": 1 + number,
            "districts": 4,
            "note": next(texts),
            "source_id": source,
        }
        for number in range(3)
    ]
    remarks = [
        {"subject": subject, "area_code": code, "remark": next(texts), "source_id": source}
        for subject in ("needs", "council_years", "exchange", "resources", "cases")
        for code in (city, KEPT[0])
    ]
    return {"published": pd.DataFrame(printed), "council_years": pd.DataFrame(years), "remarks": pd.DataFrame(remarks)}


def _exchanged(column: pd.Series, texts: itertools.cycle) -> pd.Series:
    """Every different text by another of the table, with a number where the table has been used up."""
    known: dict[str, str] = {}
    taken: set[str] = set()
    for text in column.dropna().unique():
        new = next(texts)
        known[text] = new if new not in taken else f"{new}{len(taken)}"
        taken.add(known[text])
    return column.map(known).astype("string")


def _part(sample: City, name: str) -> pd.DataFrame:
    """The rows of a table that belong to the districts kept, or to no area."""
    members, frame = sample.table("membership"), sample.table(name).copy()
    inside = set(KEPT) | {"99201"}
    for _ in range(3):
        inside |= set(members.loc[members["parent_code"].isin(inside - {"99201"}), "area_code"])
    frame = frame[frame["area_code"].isin(inside) | frame["area_code"].isna()] if "area_code" in frame else frame
    return frame.reset_index(drop=True)
