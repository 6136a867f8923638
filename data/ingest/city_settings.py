"""What city.toml says of a city after an import: its title, code, prefecture, size, and whether its districts were made
up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from data.files.extract import Extract
from data.ingest.draft import Draft
from data.ingest.options import ImportOptions
from data.store.city import City
from data.store.plane_zones import prefecture_name
from data.store.schema import TABLES

MADE_UP = "地区は試すために作ったもので、市の地区ではありません。"


def title(name: str, extracts: Sequence[Extract], options: ImportOptions, kept: City | None) -> str:
    """What the city is called: as the user says, as it was called, as its files say, else the name of its folder."""
    titles = list(
        dict.fromkeys(str(extract.source["city_title"]) for extract in extracts if extract.source.get("city_title"))
    )
    cities = {found[0] for title in titles if (found := re.match(r".+?市(?=.+区$)", title))}
    said = (
        cities.pop() if len(titles) > 1 and len(cities) == 1 else next(iter(titles), None)
    )  # several wards are one city
    return options.title or (kept.title if kept and kept.title != name else None) or said or name


def settings(draft: Draft, extracts: Sequence[Extract], options: ImportOptions, kept: City | None) -> dict[str, Any]:
    """What city.toml will say."""
    codes = [code for extract in extracts for code in extract.source.get("city_codes", ())]
    code = codes[0] if codes else kept.city_code if kept and kept.city_code else (*options.city_codes, "")[0]
    said = next((str(extract.source["prefecture"]) for extract in extracts if extract.source.get("prefecture")), "")
    found = {
        "title": draft.title,
        "city_code": code,
        "prefecture": said or prefecture_name(code) or (kept.prefecture if kept else ""),
    }
    found["size_class"] = _size_class(draft, code)
    if kept:
        found |= {
            "words": kept.words,
            "thresholds": kept.thresholds,
            "invented": kept.invented,
            "thinly_settled": kept.thinly_settled,
        }
    made_up = options.districts_made_up or any(_looks_made_up(extract) for extract in extracts)
    stays = kept and kept.invented_districts and not any("membership" in extract.tables for extract in extracts)
    notes = [note for note in (kept.notes if kept else ()) if note != MADE_UP]
    if made_up:
        draft.report.assumed.append(MADE_UP)
    return found | {
        "invented_districts": bool(made_up or stays),
        "notes": [*notes, MADE_UP] if made_up or stays else notes,
    }


def _size_class(draft: Draft, code: str) -> str:
    """The band of welfare commissioners' households a city belongs to (definitions: 指定都市・特別区,
    中核市・10万人以上, 10万人未満, 町村)."""
    if len(code) == 5 and code[2] == "1":
        return "designated"
    if draft.title.endswith(("町", "村")):
        return "town"
    table = draft.tables.get("population", TABLES["population"].empty())
    people = table[table["sex"] == "all"].groupby(["as_of", "source_id"])["persons"].sum()
    return "city" if len(people) and people.iloc[-1] < 100_000 else "core"


def _looks_made_up(extract: Extract) -> bool:
    rows = extract.tables.get("membership")
    return rows is not None and (
        "made_up" in extract.path.stem or "検証" in extract.path.stem or rows["parent"].str.contains("検証").any()
    )
