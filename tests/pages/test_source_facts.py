"""Every value that the source documents publish stands on a page of the city 高崎市（公表資料）, in one line with what
it is of, its document named.

The files of data/published are walked row by row; rows of single persons are looked for in the restricted view alone.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from html import unescape

import pandas as pd
import pytest

from data.store.city import EMBEDDED
from pages.figures.description import Caption, Shades
from pages.parts import cache
from tests.pages.test_pages import PAGES, opened

PUBLISHED = EMBEDDED.parent / "published"
ASKED = {
    "see/needs": [{"table": "needs", "density": "need_persons"}, {"table": "service_use", "density": "need_persons"}],
    "see/resources": [{}, {"grouping": "area"}],
}
DISTRICTS = ("", "takasaki/八幡", "takasaki/豊岡", "takasaki/新町", "takasaki/城東・東部")
DOCUMENTS = {
    "第131回": "第131回市町村職員を対象とするセミナー資料",
    "第33号": "生活支援コーディネーター通信 第33号",
    "取組状況": "生活支援体制整備事業の取組状況について",
    "人材育成研修": "人材育成研修 資料",
}
TOTAL = "(district total)"
FILES = sorted(path.stem for path in PUBLISHED.glob("*.csv"))


def read(name: str) -> list[dict]:
    table = pd.read_csv(PUBLISHED / f"{name}.csv", dtype="string", encoding="utf-8")
    return table.astype(object).where(table.notna(), None).to_dict("records")


class Shown:
    """What the pages showed: lines of text, each with the words (sources, notes) that stand round it."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def add(self, made: object) -> None:
        captions = [part for part in _parts(made) if isinstance(part, Caption)]
        around = " ".join(f"{caption.title} {caption.source} {caption.as_of} {caption.note}" for caption in captions)
        for part in _parts(made):
            if isinstance(part, Shades):
                self.lines += [
                    (f"{area} {item} {part.texts.loc[area, item]}", around)
                    for area in part.texts.index
                    for item in part.texts.columns
                ]
            elif isinstance(part, pd.DataFrame) and not isinstance(made, Shades):
                cells = pd.DataFrame(part).drop(columns="geometry", errors="ignore")
                self.lines += [
                    (" ".join(f"{name} {cell}" for name, cell in row.items()), around)
                    for row in cells.to_dict("records")
                ]
            elif isinstance(part, str):
                self.lines.append((part, around))

    def add_text(self, html: str) -> None:
        # a case, a card or a paragraph is one line, with all that stands in the same block round it
        text = unescape(re.sub(r"<[^>]+>", " ", html))
        self.lines.append((text, text))

    def has(self, *tokens: str, document: str = "") -> bool:
        wanted = [_pattern(token) for token in tokens]
        return any(
            all(one.search(line) or one.search(around) for one in wanted[:-1])
            and wanted[-1].search(line)
            and document in around
            for line, around in self.lines
        )


def _parts(made: object):
    yield made
    if is_dataclass(made):
        for field in fields(made):
            yield from _parts(getattr(made, field.name))
    elif isinstance(made, list | tuple):
        for one in made:
            yield from _parts(one)


def _pattern(token: str) -> re.Pattern:
    """A number stands alone, with or without thousands separated; other words anywhere."""
    if re.fullmatch(r"\d+", token):
        return re.compile(rf"(?<![\d.,])(?:{token}|{int(token):,})(?:\.0)?(?![\d]|[.,]\d)")
    return re.compile(rf"(?<!\d){re.escape(token)}(?![\d.])" if re.fullmatch(r"[\d.]+", token) else re.escape(token))


def walked(pages, sharing: str = "public") -> Shown:
    found = Shown()
    with pytest.MonkeyPatch.context() as patched:
        made: list[object] = []
        patched.setattr(cache, "kept", lambda where, key, make: made.append(make()) or made[-1])
        for page in pages:
            for district in DISTRICTS:
                for question in ASKED.get(page, [{}]):
                    app = opened(page, city="takasaki", district=district, sharing=sharing, **question)
                    assert not app.error and not app.exception, (page, district)
                    for part in app.get("html"):
                        found.add_text(part.proto.body)
        for one in made:
            found.add(one)
    return found


@pytest.fixture(scope="module")
def shown() -> Shown:
    return walked(PAGES)


def document(row: dict) -> str:
    return next(title for mark, title in DOCUMENTS.items() if mark in row["source"])


def place(row: dict) -> str:
    return row["district"] if row["neighbourhood"] == TOTAL else row["neighbourhood"]


def needs(row: dict):
    yield place(row), row["households"]
    yield place(row), "実人数", row["persons_in_neighbourhood"]
    if row["persons_with_need"]:
        yield place(row), row["need"], row["persons_with_need"]


def services(row: dict):
    yield place(row), "実人数", row["persons_in_neighbourhood"]
    if row["persons_using"]:
        yield place(row), f"{ {'day': '通所', 'home': '訪問'}[row['service']] }・{row['use']}", row["persons_using"]


def city(row: dict):
    words = {
        "population": "人口",
        "households": "世帯数",
        "population_65_and_over": "65歳以上の人",
        "ageing_rate": "高齢化率",
        "care_certification_rate": "認定率",
        "area": "面積",
        "primary_schools": "小学校",
        "junior_high_schools": "中学校",
        "second_tier_councils": "協議体",
    }
    yield words[row["item"]], row["value"]


def districts(row: dict):
    if row["vision"]:
        yield (row["vision"],)
    for value in filter(None, (row["population"], row["ageing_rate_percent"])):
        yield row["district"], "2017年7月3日", value


def setup(row: dict):
    for column in ("districts_started", "councils_cumulative", "districts_total"):
        yield f"{row['fiscal_year']}年度", row[column]


def exchange(row: dict):
    month, day = map(int, row["month_day"].split("-"))
    yield f"第{row['session']}回", f"{month}月{day}日", row["councils_taking_part"]


def meetings(row: dict):
    when = {"2025 summer": "2025年夏"}.get(row["date"]) or "～".join(
        "{}年{}月{}日".format(*map(int, date.split("-"))) for date in row["date"].split("/")
    )
    for value in filter(None, (row["invited"], row["participants"], *re.findall(r"\d+", row["audience"]))):
        yield when, value


def resources(row: dict):
    if row["kind"] == "supporters":
        yield row["district"], "2025年", "150"
        return
    yield (row["district"], row["place"] or "", row["name"])
    for number in re.findall(r"\d+", row["detail"] or ""):
        yield row["name"], number


def profiles(row: dict):
    words = {
        "population": "人口",
        "area_km2": "面積",
        "ageing_rate_percent": "高齢化率",
        "primary_schools": "小学校",
        "junior_high_schools": "中学校",
    }
    for column, word in words.items():
        if row[column]:
            yield row["municipality"], word, row[column].removeprefix("about ")


def estimates(row: dict):
    for number in filter(None, (row["estimate_low"], row["estimate_high"])):
        yield row["group"].replace("認知症で独居の高齢者", "認知症"), number
    for rate in filter(None, (row["rate_low"], row["rate_high"])):
        yield row["group"].replace("認知症で独居の高齢者", "認知症"), f"{float(rate) * 100:g}"


def nation(row: dict):
    yield row["publisher"], row["value"].replace("-", "～")
    yield row["publisher"], row["address"].split("/")[0]


def remarks(row: dict):
    yield tuple(number for number in re.findall(r"\d+", row["remark"])) or ("年は、資料に書かれていません",)


EXPECTED = {
    "yahata_needs": needs,
    "yahata_service_use": services,
    "toyooka_service_use": services,
    "takasaki_city": city,
    "takasaki_districts": districts,
    "takasaki_council_setup": setup,
    "utsunomiya_council_setup": setup,
    "takasaki_exchange_meetings": exchange,
    "takasaki_meetings": meetings,
    "takasaki_briefing_2025_by_area": lambda row: [(row["area"], row["participants"])],
    "takasaki_resources_named": resources,
    "utsunomiya_activity": lambda row: [("宇都宮市", row["value"])],
    "municipality_profiles": profiles,
    "handa_estimates": estimates,
    "national": nation,
    "remarks": remarks,
}


@pytest.mark.parametrize("file", [name for name in FILES if name != "toyooka_individual_use"])
def test_every_published_value_is_shown_with_its_document(shown, file):
    lost = []
    for row in read(file):
        named = document(row) if row.get("source") else ""
        lost += [tokens for tokens in EXPECTED[file](row) if not shown.has(*tokens, document=named)]
    assert not lost


def test_the_walk_can_fail(shown):
    """Values that no document has are not found."""
    assert not shown.has("金井淵", "見守り", "888") and not shown.has(
        "八幡", "実人数", "195", document=DOCUMENTS["第131回"]
    )
    assert not shown.has("宇都宮市", "302", document=DOCUMENTS["第33号"])


def test_rows_of_persons_stand_in_the_restricted_view_alone(shown, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    rows = read("toyooka_individual_use")
    restricted = walked(["keep/restricted"], "internal")
    for row in rows:
        assert restricted.has(
            row["no"], row["sex"], row["care_level"], row["rest_of_row_as_printed"], row["age_decade"]
        ), row["no"]
    longest = max((row["rest_of_row_as_printed"] for row in rows), key=len)
    assert not shown.has(longest) and not shown.has("事業対象者")


def test_every_file_is_walked():
    assert set(EXPECTED) | {"toyooka_individual_use"} == set(FILES)
