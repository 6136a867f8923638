"""協議体の歩み: every published value of the documents stands on the page with its document; towns are no districts;
what lacks is said."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from html import unescape

import pandas as pd
import pytest

from data.store.city import EMBEDDED
from pages import queries
from pages.figures.description import Bars, Caption
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.parts import cache
from pages.topics import council_activities, councils, missing_tables, participation, resident_activities
from tests.pages.test_pages import opened, words
from tests.tiny_city import area_table, parents, stored

PAGE = "keep/councils"
PUBLISHED = EMBEDDED.parent / "published"
FILES = (
    "takasaki_council_setup",
    "utsunomiya_council_setup",
    "takasaki_exchange_meetings",
    "takasaki_meetings",
    "takasaki_briefing_2025_by_area",
    "utsunomiya_activity",
)


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(PUBLISHED / f"{name}.csv", dtype="string", encoding="utf-8")


@pytest.fixture
def page(monkeypatch):
    """Opens the page; gives the app and every figure and table that was made for it, by key."""

    def at(**address: str):
        made = {}

        def kept(where: str, key: str, make):
            made[key] = make()
            return made[key]

        monkeypatch.setattr(cache, "kept", kept)
        app = opened(PAGE, **address)
        assert not app.error and not app.exception
        return app, made

    return at


@pytest.fixture
def takasaki(page):
    return page(city="takasaki")


def document(source: str) -> str:
    """A document's name without the date it is cited with."""
    return re.sub(r"（\d{4}[^（）]*）$", "", source)


def lines(made: dict, key: str) -> list[str]:
    """Each row of a figure or a table as one text."""
    thing = made[key]
    frame = thing.rows if isinstance(thing, Bars) else thing.shown
    return frame.astype(str).agg("｜".join, axis=1).tolist()


def shown_with(made: dict, key: str, source: str, *parts: str) -> None:
    """One row of the figure or table holds all the parts, and its caption names the document."""
    assert any(
        all(re.search(rf"(?<!\d){re.escape(part)}(?!\d)", line) for part in parts) for line in lines(made, key)
    ), (key, parts, lines(made, key))
    assert document(source) in made[key].caption.source + made[key].caption.note, (key, source)


def japanese(month_day: str) -> str:
    month, day = month_day.split("-")[-2:]
    return f"{int(month)}月{int(day)}日"


@pytest.mark.parametrize(
    ("file", "place"), [("takasaki_council_setup", "高崎市"), ("utsunomiya_council_setup", "宇都宮市")]
)
def test_councils_set_up_by_year(takasaki, file, place):
    _, made = takasaki
    for row in read(file).to_dict("records"):
        year = f"{row['fiscal_year']}年度"
        shown_with(
            made,
            "councils-years",
            row["source"],
            place,
            year,
            f"{row['councils_cumulative']}／{row['districts_total']}地区",
        )
        parts = [row["districts_started"], row["councils_cumulative"], row["districts_total"]]
        assert any(line.split("｜")[:5] == [place, year, *parts] for line in lines(made, "councils-years-table")), row
        shown_with(made, "councils-years-table", row["source"], place, year)
    note = made["councils-years-table"].caption.note
    assert "2025年1月31日現在の38から、2024年度の2を引いた数" in note and "2024年度：2025年1月31日現在" in note
    assert "6（翌年度から7）、13、6" in made["councils-years"].caption.note


def test_exchange_meetings(takasaki):
    _, made = takasaki
    for row in read("takasaki_exchange_meetings").to_dict("records"):
        shown_with(
            made,
            "councils-exchange",
            row["source"],
            f"第{row['session']}回",
            f"{japanese(row['month_day'])}（年の記載なし）",
            f"{row['councils_taking_part']}協議体",
        )
    assert "交流会の年は、資料に書かれていません" in made["councils-exchange"].caption.note


def test_meetings(takasaki):
    _, made = takasaki
    table = read("takasaki_meetings")
    for row in table.to_dict("records"):
        when = (
            "2025年夏"
            if row["date"] == "2025 summer"
            else "～".join(f"{day[:4]}年{japanese(day)}" for day in row["date"].split("/"))
        )
        numbers = [f"案内{int(row['invited'])}人"] if pd.notna(row["invited"]) else []
        audience = [f"{number}人" for number in re.findall(r"\d+", row["audience"])]
        shown_with(
            made, "councils-activities", row["source"], when, f"参加{int(row['participants'])}人", *numbers, *audience
        )
    known = table.dropna(subset=["invited"])
    for row in known.to_dict("records"):
        for number, of in ((row["invited"], "案内した人"), (row["participants"], "参加した人")):
            shown_with(made, "councils-invited", row["source"], of, f"{number}人")
    assert len(made["councils-invited"].rows) == 2 * len(known) == 4
    assert "49.0 %" in "".join(lines(made, "councils-activities")) and "45.4 %" in "".join(
        lines(made, "councils-activities")
    )


def test_supporters_registered_and_trained(takasaki):
    _, made = takasaki
    row = read("takasaki_resources_named").query("kind == 'supporters'").iloc[0]
    shown_with(made, "councils-supporters-table", row["source"], row["district"], "2025年", "約150人")
    shown_with(made, "councils-districts", row["source"], row["district"], "約150人")
    for course in read("takasaki_meetings").query("event.str.startswith('supporter training')").to_dict("records"):
        shown_with(made, "councils-supporters-table", course["source"], "八幡", f"{course['participants']}人")


def test_the_briefing_by_former_town(takasaki):
    _, made = takasaki
    table, bars = read("takasaki_briefing_2025_by_area"), made["councils-towns"]
    for row in table.to_dict("records"):
        shown_with(made, "councils-towns", row["source"], row["area"], f"{row['participants']}人")
    assert (
        bars.rows["value"].sum() == table["participants"].astype(int).sum() == 323
    )  # no row of the city among the towns
    assert "323人（区長95人、民生委員228人）" in bars.caption.note and "足した数と合っています" in bars.caption.note
    assert "合併前の市町村" in bars.caption.title and "地区ごとの数ではありません" in bars.caption.note
    towns = set(table["area"])
    assert not towns & set(made["councils-activities"].data["地区"])


def test_what_utsunomiya_prints(takasaki):
    _, made = takasaki
    for row, unit, when in zip(
        read("utsunomiya_activity").to_dict("records"),
        ("回", "地区"),
        ("2023年度の1年間", "2025年1月31日"),
        strict=True,
    ):
        shown_with(made, "councils-printed", row["source"], "宇都宮市", f"{row['value']}{unit}", when)


def test_every_document_is_on_the_screen(takasaki):
    app, _ = takasaki
    seen = unescape(words(app))
    for source in {row for name in FILES for row in read(name)["source"]}:
        assert document(source) in seen


def test_a_district_shows_its_own_and_nothing_of_the_city(page):
    app, made = page(city="takasaki", district="takasaki/八幡")
    assert "動ける人がお互いに見守る交流のあるまち" in words(
        app
    ) and "八幡の協議体が設立された日は、資料にありません。" in words(app)
    assert sorted(made["councils-activities"].data["参加"]) == [40, 45, 65]
    assert not {"councils-years", "councils-towns", "councils-exchange", "councils-invited"} & set(made)
    assert set(made["councils-began-table"].shown["協議体との前後"]) == {"始まった時期の記録なし"}
    assert "宿題（次の会議までにすること）の記録は、資料にありません。" in words(app)


def test_a_district_without_a_word_in_the_documents(page):
    app, made = page(city="takasaki", district="takasaki/高松")
    assert "高松の会議や活動の記録は、資料にありません。" in words(app)
    assert "councils-activities" not in made and "councils-supporters-table" not in made


def test_the_latest_few_say_of_how_many_they_are():
    from data.store.city import open_city

    view = View(open_city("sample"), "99201-D06", "鈴越", "public")
    record = queries.council_record(view)
    assert council_activities.sheet(view, record, most=5).caption.title == "会議と活動（鈴越・8件のうち新しい5件）"
    assert council_activities.sheet(view, record).caption.title == "会議と活動（鈴越・8件）"


def test_meetings_are_drawn_from_the_earliest(page):
    _, made = page(city="sample")
    assert made["councils-exchange"].rows["label"].tolist() == [
        "第1回 協議体の交流会　2024年7月9日",
        "第2回 協議体の交流会　2024年12月10日",
    ]


def test_homework_and_what_became_of_it(page):
    _, made = page(city="sample")
    table = made["councils-homework"].shown
    assert len(table) == 26 and council_activities.NO_OUTCOME in set(table["その後"]) and table["その後"].nunique() > 2
    assert table["地区"].tolist() == made["councils-districts"].shown["地区"].tolist()


def test_what_began_since_adds_up_to_the_list(page):
    from data.store.city import open_city

    _, made = page(city="sample")
    view = View(open_city("sample"), "", "", "public")
    listed = resident_activities.third_tier(queries.begun(view))
    assert made["councils-began"].rows["value"].sum() == len(listed)
    counts = made["councils-began-table"].data
    placed = listed.dropna(subset=["district"])
    assert counts.drop(columns=["地区", "協議体の設立"]).to_numpy().sum() == len(placed)
    district = counts["地区"].iloc[4]
    own = placed[placed["district"] == district]
    set_up = view.city.table("councils").set_index("area_code").loc["99201-D05", "set_up"]
    assert (
        counts["協議体ができてから"].iloc[4] == (own["started"] >= set_up).sum() > 0
    )  # a naive second count: all dates have months there
    assert counts["協議体より前から"].iloc[4] == (own["started"] < set_up).sum()


def test_the_data_leave_as_numbers(takasaki):
    _, made = takasaki
    tables = {key: thing for key, thing in made.items() if isinstance(thing, Sheet)}
    assert tables["councils-activities"].data["参加"].sum() == 450 + 150 + 420 + 137 + 65 + 45 + 323 + 40 + 20 + 28
    for table in tables.values():
        assert table.caption.source and table.caption.title
        assert all(
            is_dataclass(table.caption) and isinstance(getattr(table.caption, field.name), str | tuple)
            for field in fields(Caption)
        )


def towns_city(folder, printed: int | None, towns: tuple):
    areas = area_table(district={"d0": "東"}, former_town={"t0": "旧市内", "t1": "山村"}, city={"c": "試市"})
    rows = [
        {
            "activity_id": f"{n}",
            "area_code": code,
            "date": "2025-07-10",
            "title": "説明会",
            "participants": number,
            "source_id": "s",
        }
        for n, (code, number) in enumerate((("c", printed), *zip(("t0", "t1"), towns, strict=True)))
    ]
    return stored(
        folder,
        {
            "areas": areas,
            "membership": parents(("d0", "c")),
            "activities": pd.DataFrame(rows),
            "sources": pd.DataFrame(
                [("s", "councils", "記録", "2025-08")], columns=["source_id", "kind", "title", "as_of"]
            ),
        },
        "towns",
    )


@pytest.mark.parametrize(
    ("printed", "towns", "said"),
    [
        (30, (20, 10), "合っています"),
        (31, (20, 10), "足すと30人で、合いません。資料のまま"),
        (30, (20, None), "足した数とは比べていません"),
    ],
)
def test_a_printed_whole_is_checked_and_never_changed(tmp_path, printed, towns, said):
    from analysis.lists.councils import record

    first, _ = participation.towns_sentences(record(towns_city(tmp_path, printed, towns), "public"))
    assert said in first and f"{printed}人" in first


def test_meetings_stand_in_time_and_those_without_a_date_last():
    meetings = pd.DataFrame({"title": ["甲", "乙", "丙", "丁"], "date": [None, "2017-02", "2016-11", None]})
    assert participation._in_time(meetings)["title"].tolist() == ["丙", "乙", "甲", "丁"]


def test_a_printed_whole_that_is_missing_is_not_made_up(tmp_path):
    from analysis.lists.councils import record

    assert participation.towns_sentences(record(towns_city(tmp_path, None, (20, 10)), "public")) == (
        participation.TOWNS,
    )


def test_councils_without_a_date_are_said(cities_dir, page):
    areas = area_table(district={"d0": "東", "d1": "西", "d2": "南"}, city={"c": "試市"})
    council = pd.DataFrame([("d0", "2016-06", "s"), ("d1", None, "s")], columns=["area_code", "set_up", "source_id"])
    stored(
        cities_dir,
        {"areas": areas, "membership": parents(("d0", "c"), ("d1", "c"), ("d2", "c")), "councils": council},
        "city",
    )
    app, made = page(city="city")
    assert (
        "試市では、2016年度までに3地区のうち1で協議体が設立されました。ほかに、設立した年度がわからない協議体が1あります。"
        in words(app)
    )
    assert resident_activities.NOTHING_BEGAN in words(app) and "試市の会議や活動の記録は、資料にありません。" in words(
        app
    )
    assert made["councils-districts"].shown["設立"].tolist() == ["2016年6月", "資料になし", "資料になし"]


def test_a_city_without_councils_says_how_to_bring_them(cities_dir, page):
    stored(cities_dir, {"areas": area_table(city={"c": "試市"})}, "city")
    app, _ = page(city="city")
    assert (
        missing_tables.said("councils") in app.info[0].value
        and app.code[0].value == "python -m data import city --councils 協議体の表"
    )


def test_what_is_done_in_sentences():
    from data.store.city import open_city

    def done(city: str, code: str, name: str) -> tuple[str, ...]:
        view = View(open_city(city), code, name, "public")
        return councils.what_is_done(f"{name}地区", queries.council_record(view), view.city.word("supporter"))

    assert done("takasaki", "takasaki/八幡", "八幡") == (
        "八幡地区の会議や活動の記録は3件あります。いちばん新しいものは「地域支え合いサポーター養成研修」（2025年夏）です。",
        "地域支え合いサポーターは約150人です（2025年）。",
    )
    assert done("takasaki", "takasaki/高松", "高松") == ("高松地区の会議や活動の記録は、資料にありません。",)
    waiting, known = (done("sample", code, "架空")[2] for code in ("99201-D05", "99201-D04"))
    assert (
        waiting
        == "前回の宿題は「サロンに来なくなった方に、声をかけてみる」です（2025年2月19日）。その後：まだ記録がありません。"  # noqa: E501
    )
    assert known.endswith("その後：六人が手を挙げ、二つの班で始めました。")
