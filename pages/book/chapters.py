"""The chapters of a district's data book in order. What no source has is gathered in one chapter, not said on a page of
its own each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from analysis.indicators.registry import INDICATORS, shown_on
from data.vocabulary import DISTANCES, STATES
from pages import queries
from pages.book.book import Cards, Case, Definitions, Note, Part, Quote, Section, TalkSheet
from pages.figures import captions, cards, compose, sentences, wording
from pages.figures.description import Bars, Lines, Shades
from pages.figures.tables import Card, Sheet
from pages.figures.view import View
from pages.queries import settlement
from pages.topics import (
    cases,
    change_since_before,
    comparison,
    council_activities,
    councils,
    coverage,
    definitions,
    district,
    freshness,
    needs,
    published,
    resource_map,
    supporters,
    timetable,
)

QUESTIONS = (
    "この地区のよいところ、続けていきたいことは何でしょうか。",
    "困りごとのうち、となり近所でもう少し手を貸せそうなことは何でしょうか。",
    "まず一つ始めるとしたら、だれと、どこで、いつ始めましょうか。",
)
WALK = {"kind": coverage.BOTH, "distance": "500", "group": "65+"}
COUNTED = ("population", "65+", "75+")
ACTIVITIES = 8
LACKING = (
    "次のことは、この地区については資料にありません。0という意味ではありません。分かったことがあれば、"
    "書き足していきましょう。"
)
LISTED, OLD = ("名称", "種類", "場所", "曜日・時間", "対象", "確認日"), "※"


def of(view: View, resources: pd.DataFrame) -> tuple[Section, ...]:
    """Every chapter that has something to say."""
    found = [
        _vision(view),
        _people(view),
        _households(view),
        _needs(view),
        _resources(view, resources),
        _reach(view),
        _inside(view),
        _beside(view),
        _cases(view),
        _next(view, resources),
    ]
    told = [section for section in found if section.parts]
    lacking = tuple(section.title for section in found if not section.parts and section.key != "next")
    unsaid = [Section("lacking", "まだ資料にないこと", (LACKING,), (Note(("、".join(lacking),)),))] if lacking else []
    talk = Section("talk", "話し合いのシート", (), (TalkSheet(QUESTIONS),))
    told = (
        [*told, talk, *unsaid] if told else [*unsaid, talk]
    )  # a page of its own would be left nearly empty before the sheet
    meant = tuple(_meanings(told))
    return (*told, Section("definitions", "ことばの意味", (), (Definitions(meant),))) if meant else tuple(told)


def _vision(view: View) -> Section:
    record, vision = queries.council_record(view), queries.vision(view)
    parts: list[Part] = [Quote("目指す地域像", vision)] if vision else []
    if len(record.activities):
        parts.append(_without_district(council_activities.sheet(view, record, most=ACTIVITIES)))
    if len(record.homework):
        parts.append(_without_district(council_activities.homework_sheet(view, record)))
    if supporters.has_supporters(record):
        parts.append(_without_district(supporters.sheet(view, record)))
    return Section(
        "vision",
        "目指す地域像と、いましていること",
        councils.what_is_done(view.district_label, record, view.city.word("supporter")),
        tuple(parts),
    )


def _people(view: View) -> Section:
    listed = shown_on("book.people")
    rows = queries.place_rows(view, listed)
    over_time = queries.over_time(view, "ageing_rate")
    structure = queries.structure(view)
    now = queries.counts(view, COUNTED)
    parts: list[Part] = _known(cards.of_district(now, rows, queries.whole(view, listed)))
    if len(structure):
        parts.append(compose.pyramid(structure, captions.of_structure(view, structure)))
    if over_time["area_code"].duplicated().any():
        parts.append(district.over_time(view, over_time))
        difference = change_since_before.since_before(view, now, queries.counts_before(view, over_time))
        parts += [difference] if difference else []
    shown = set(rows.loc[rows["value"].notna(), "indicator"]) | set(now.loc[now["value"].notna(), "indicator"])
    printed = queries.published(view)
    printed = printed[~printed["item"].isin(shown)]  # a card says it already
    if len(printed):
        parts.append(published.sheet(view, printed))
    return Section("people", "人口と年齢", (), tuple(parts))


def _households(view: View) -> Section:
    listed = shown_on("book.households")
    rows, number = queries.place_rows(view, listed), queries.counts(view, ("households",))
    return Section(
        "households", "世帯と介護", (), tuple(_known(cards.of_district(number, rows, queries.whole(view, listed))))
    )


def _known(items: list[Card]) -> list[Part]:
    """Cards with a value, and one sentence on those without; nothing where none has one."""
    known, lacking = cards.known(items), cards.lacking(items)
    return [Cards(tuple(known)), *([Note((lacking,))] if lacking else [])] if known else []


def _needs(view: View) -> Section:
    asked, used = queries.needs_of_place(view), queries.needs_of_place(view, "service_use")
    there = view.district in queries.in_source(view, "needs")
    parts: list[Part | None] = (
        [district.asked(view, asked)]
        if len(asked)
        else [Note((needs.untold(view.district_label, there),))]
        if there
        else []
    )
    levels = [level for level in queries.levels_with(view, "needs") if level != "district"] if there else []
    for level in levels[:1]:
        parts.append(_needs_inside(view, level))
    if len(used):
        parts.append(district.asked(view, used, "サービスの利用"))
    return Section(
        "needs", "困りごと・あったらいいな", (sentences.NEEDS_CAVEAT,), tuple(part for part in parts if part)
    )


def _needs_inside(view: View, level: str) -> Part | None:
    """The areas inside the district by need; a sentence where nearly all of it would be hidden."""
    kinds, label = needs.columns(queries.kinds_of_need(view)), queries.levels(view)[level]
    rows = queries.rows(view, "need_persons", level, within=True, kind=tuple(kinds))
    if rows["state"].eq("not_in_source").all():
        return None
    if hidden := needs.mostly_hidden(rows, label):
        return Note((hidden,))
    title = f"困りごと　相談で把握した人数（{view.place}・{label}ごと）"
    return compose.shades(
        rows, needs.caption(view, title, rows, f"困りごと・{label}ごと", queries.remarks(view, "needs")), kinds
    )


def _resources(view: View, resources: pd.DataFrame) -> Section:
    parts: list[Part] = (
        [resource_map.place_map(view, resources, queries.ground(view))] if resources["lat"].notna().any() else []
    )
    week = timetable.week(view, resources)
    if len(resources):
        parts += [*([week] if week else []), _list(view, resources)]
    return Section("resources", "地域資源", district.sentences_for(view.district_label, resources), tuple(parts))


def _list(view: View, resources: pd.DataFrame) -> Sheet:
    """The list in few words: not the district's own name in every line, days of confirmation instead of sentences, no
    column that says nothing."""
    found, old = resource_map.sheet(view, resources), freshness.of(resources) == "old"
    days = resources["last_confirmed"].map(wording.date_text, na_action="ignore").astype(object).fillna("").astype(str)
    shown = found.shown.assign(確認日=(days + old.map({True: OLD, False: ""})).to_numpy())
    kept = [name for name in LISTED if shown[name].ne("").any()]
    note = (
        f"{OLD}＝確認から{freshness.MONTHS}か月を過ぎたもの。{found.caption.note}"
        if old.any() and "確認日" in kept
        else found.caption.note
    )
    return replace(found, caption=replace(found.caption, note=note), shown=shown[kept], words=frozenset(kept))


def _without_district(table: Sheet) -> Sheet:
    """A table of one district, without the column that names it."""
    return replace(table, shown=table.shown.drop(columns="地区", errors="ignore"))


def _reach(view: View) -> Section:
    row, others = queries.place_row(view, "coverage", **WALK), queries.place_rows(view, coverage.OTHER_MEANS, **WALK)
    title = "歩いて行ける範囲と、まだ場所がない所"
    if pd.isna(row["value"]):
        return Section("reach", title)
    each = queries.place_rows(view, "coverage", **WALK | {"distance": ",".join(map(str, DISTANCES))})
    listed = shown_on("book.reach")
    arriving = cards.known(
        cards.of_district(queries.counts(view).iloc[:0], queries.place_rows(view, listed), queries.whole(view, listed))
    )
    parts: list[Part] = [Cards((*coverage.cards(each, others), *arriving))]
    if queries.has_shapes(view, "district"):
        parts.append(
            coverage.gap_map(view, queries.gaps(view, **WALK), queries.resources(view), queries.ground(view), WALK)
        )
    density = settlement.thinly_settled(view).get(view.district)
    said = (
        coverage.sentence(row, view.district_label, WALK, others, density),
        "" if density else coverage.other_ways(others),
        sentences.WALK_CAVEAT,
        coverage.OTHER_WAYS if density else "",
    )
    return Section("reach", title, tuple(filter(None, said)), tuple(parts))


def _inside(view: View) -> Section:
    found = queries.levels_below(view, cards.within(view.sharing))
    return Section(
        "inside", "町内会・町丁ごとの値", (), tuple(district.inside(view, level, rows) for level, rows in found.items())
    )


def _beside(view: View) -> Section:
    listed = shown_on("book.beside")
    table = comparison.sheet(view, queries.place_rows(view, listed), queries.whole(view, listed))
    return Section(
        "beside",
        "市全体・全国とならべる",
        ("多い少ないのよしあしを示すものではありません。",),
        (table,) if table else (),
    )


def _cases(view: View) -> Section:
    own = cases.of_district(view, queries.cases(view), view.district)
    return Section("cases", "この地区の事例", (), tuple(map(_case, own)))


def _case(told: cases.Case) -> Case:
    return Case(told.title, "　".join([*told.short, *filter(None, [told.remark])]), told.parts, told.picture)


def _next(view: View, resources: pd.DataFrame) -> Section:
    """What is there beside each need, and how a district alike to this one began."""
    asked, everything = queries.needs_of_place(view), queries.cases(view)
    parts: list[Part] = [district.could_be_done(view, asked, resources, everything)] if len(asked) else []
    if len(everything):
        alike = queries.similar(view, number=queries.number_of_districts(view))
        example = cases.from_similar(view, everything, list(alike["area_code"]))
        parts += [Note((district.EXAMPLE,)), _case(example)] if example else []
    return Section("next", "これからできそうなこと（たたき台）", (), tuple(parts))


def _meanings(sections: list[Section]) -> Iterator[tuple[str, str]]:
    """Of the indicators and of the words for missing values those that the book uses, in the order of the page
    定義と出典."""
    keys = {section.key for section in sections}
    used = {
        "people": shown_on("book.people"),
        "households": shown_on("book.households"),
        "needs": ("need_persons",),
        "reach": ("coverage", "coverage_any"),
        "inside": tuple(set(shown_on("district")) - set(shown_on("book.households"))),
    }
    told = {key for section, keys_of in used.items() if section in keys for key in keys_of}
    for section in sections:
        for part in section.parts:
            if isinstance(part, Sheet) and section.key == "beside" and part.rows is not None:
                told |= {key for key, entry in INDICATORS.items() if entry.label in set(part.rows["指標"])}
    said = "\n".join(text for section in sections for part in section.parts for text in _texts(part))
    yield from ((INDICATORS[key].label, INDICATORS[key].definition) for key in INDICATORS if key in told)
    yield from ((STATES[state], meaning) for state, meaning in definitions.SAID.items() if STATES[state] in said)


def _texts(part: Part) -> Iterator[str]:
    """All that a part writes of values."""
    match part:
        case Cards():
            yield from (card.value for card in part.items)
        case Note():
            yield from part.sentences
        case Sheet():
            yield from (*part.shown.astype(str).to_numpy().ravel(), part.caption.note)
        case Shades():
            yield from part.texts.astype(str).to_numpy().ravel()
        case Bars() | Lines():
            yield from part.rows["text"].astype(str)
