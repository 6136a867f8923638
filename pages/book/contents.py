"""A district's facts in order: from a view to its data book. The same facts as the pages show, protected for the view's level of sharing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from analysis.vocabulary import DISTANCES, STATES
from pages import facts
from pages.book.book import Book, Cards, Case, Definitions, Note, Part, Quote, Section, TalkSheet
from pages.facts import View
from pages.figures import (
    captions,
    cards,
    change,
    compose,
    councils,
    coverage,
    definitions,
    district,
    needs,
    places,
    published,
    sentences,
    sheets,
    taking_part,
    timetable,
    wording,
)
from pages.figures import cases as told_cases
from pages.figures.description import Figure, PlaceMap, TileMap

TITLE = "地区データブック"
QUESTIONS = (
    "この地区のよいところ、続けていきたいことは何でしょうか。",
    "困りごとのうち、となり近所でもう少し手を貸せそうなことは何でしょうか。",
    "まず一つ始めるとしたら、だれと、どこで、いつ始めましょうか。",
)
SHORT = ("vision", "people", "needs", "resources", "talk")
WALK = {"kind": coverage.BOTH, "distance": "500", "group": "65+"}
HOUSEHOLDS = ("single_elderly_rate", "elderly_couple_rate", "care_certification_rate")
BESIDE = ("ageing_rate", "late_elderly_rate", "over85_rate", "support_ratio", *HOUSEHOLDS, "need_density_households", "coverage", "resources_per_1000_elderly")
NOT_IN_SOURCE = STATES["not_in_source"]


def book(view: View) -> Book:
    """The data book of the chosen district."""
    resources = facts.resources(view)
    sections = tuple(section for section in _sections(view, resources) if section.parts or section.sentences)
    ageing = facts.place_row(view, "ageing_rate")
    cover = (*district.sentences_for(view.district_label, resources), _how_old(view, ageing), _asked(view))
    return Book(
        city=view.city.title, district=view.district_label, title=TITLE, stamps=wording.stamps(view.sharing, invented=view.city.invented, invented_districts=view.city.invented_districts),
        dates=view.city.dates or _dated(ageing), sentences=cover, cover=_cover(view, resources), sections=sections, sources=tuple(captions.cited(_sources(sections)).split("、")),
        file_stem=wording.file_stem(view.city.title, view.district_label, TITLE, str(ageing["as_of"] or "")),
    )


def short(whole: Book) -> Book:
    """The edition for copying: a few sections, without long tables."""
    return replace(whole, sections=tuple(replace(section, parts=section.parts[:2]) for section in whole.sections if section.key in SHORT))


def _sections(view: View, resources: pd.DataFrame) -> Iterator[Section]:
    yield _vision(view)
    yield _people(view)
    yield _households(view)
    yield _needs(view)
    yield _resources(view, resources)
    yield _reach(view, resources)
    yield _inside(view)
    yield _beside(view)
    yield _cases(view)
    yield _talk(view, resources)
    yield _meanings(view)


def _cover(view: View, resources: pd.DataFrame) -> Figure | None:
    """The district's own map; of a city without coordinates the districts as tiles, this one outlined."""
    if resources["lat"].notna().any() or facts.has_shapes(view, "district"):
        return places.place_map(view, resources, facts.ground(view))
    return _tiles(view)


def _tiles(view: View) -> TileMap | None:
    from pages.figures import tiles

    found = facts.tiles(view, "district")
    if found.empty:
        return None
    rows = facts.rows(view, "ageing_rate", "district")
    return tiles.tile_map(rows, found, captions.caption(view.whole_city(), "地区の位置と高齢化率", rows, "地図"), view.district)


def _how_old(view: View, ageing: pd.Series) -> str:
    return sentences.share(view.district_label, ageing)


def _asked(view: View) -> str:
    asked = facts.needs_of_place(view)
    everyone = asked[asked["kind"] == needs.TOTALS["needs"]] if len(asked) else asked
    if everyone.empty or pd.isna(everyone["value"].iloc[0]):
        return f"困りごとを相談で把握した人数は「{wording.value_text(None, 'persons', everyone['state'].iloc[0]) if len(everyone) else NOT_IN_SOURCE}」です。"
    return f"相談などで把握した困りごとのある人は{everyone['value'].iloc[0]:,.0f}人です（困っている人の総数ではありません）。"


def _dated(ageing: pd.Series) -> str:
    return f"人口は{wording.as_of_text(ageing['as_of'])}の値です。" if ageing["as_of"] else ""


def _vision(view: View) -> Section:
    record, vision = facts.council_record(view), facts.vision(view)
    parts: list[Part] = [Quote("目指す地域像", vision)] if vision else [Note((f"目指す地域像は「{NOT_IN_SOURCE}」です。",))]
    if len(record.activities):
        parts.append(councils.activities_sheet(view, record, most=8))
    if len(record.homework):
        parts.append(councils.homework_sheet(view, record))
    if taking_part.has_supporters(record):
        parts.append(taking_part.supporters_sheet(view, record))
    return Section("vision", "目指す地域像と、いましていること", councils.what_is_done(view.district_label, record, view.city.word("supporter")), tuple(parts))


def _people(view: View) -> Section:
    now, over_time, structure = facts.counts(view), facts.over_time(view, "ageing_rate"), facts.structure(view)
    parts: list[Part] = [Cards(tuple(cards.beside(now, facts.place_rows(view, ("ageing_rate", "late_elderly_rate")), facts.whole(view, ("ageing_rate", "late_elderly_rate")))))]
    if len(structure):
        parts.append(compose.pyramid(structure, captions.of_structure(view, structure)))
    if over_time["area_code"].duplicated().any():
        parts.append(district.over_time(view, over_time))
        difference = change.since_before(view, now, facts.counts_before(view, over_time))
        parts += [difference] if difference else []
    printed = facts.published(view)
    if len(printed):
        parts.append(published.sheet(view, printed))
    return Section("people", "人口と年齢", (), tuple(parts))


def _households(view: View) -> Section:
    rows = facts.place_rows(view, HOUSEHOLDS)
    if rows["state"].eq("not_in_source").all():
        return Section("households", "世帯と介護", (), (Note((f"世帯の形と要介護等の認定は、この地区では「{NOT_IN_SOURCE}」です。",)),))
    return Section("households", "世帯と介護", (), (Cards(tuple(cards.beside(facts.counts(view, ("households",)), rows, facts.whole(view, HOUSEHOLDS)))),))


def _needs(view: View) -> Section:
    asked = facts.needs_of_place(view)
    if asked.empty:
        return Section("needs", "困りごと・あったらいいな", (), (Note((needs.untold(view.district_label, view.district in facts.in_source(view, "needs")),)),))
    parts: list[Part] = [district.asked(view, asked)]
    kinds = needs.columns(facts.kinds_of_need(view))
    levels = [level for level in facts.levels_with(view, "needs") if level != "district"]
    if levels:
        rows = facts.rows(view, "need_persons", levels[0], within=True, kind=tuple(kinds))
        if (rows["state"] != "not_in_source").any():
            label = facts.levels(view)[levels[0]]
            caption = needs.caption(view, f"困りごと　相談で把握した人数（{view.place}・{label}ごと）", rows, f"困りごと・{label}ごと", facts.remarks(view, "needs"))
            parts.append(compose.shades(rows, caption, kinds))
    return Section("needs", "困りごと・あったらいいな", (sentences.NEEDS_CAVEAT,), tuple(parts))


def _resources(view: View, resources: pd.DataFrame) -> Section:
    if resources.empty:
        return Section("resources", "地域資源", (), (Note((f"この地区の地域資源は「{NOT_IN_SOURCE}」です。",)),))
    parts: list[Part] = [places.place_map(view, resources, facts.ground(view))] if resources["lat"].notna().any() else []
    week = timetable.week(view, resources)
    return Section("resources", "地域資源", district.sentences_for(view.district_label, resources), (*parts, *([week] if week else []), places.sheet(view, resources)))


def _reach(view: View, resources: pd.DataFrame) -> Section:
    row = facts.place_row(view, "coverage", **WALK)
    if pd.isna(row["value"]):
        return Section("reach", "歩いて行ける範囲", (coverage.sentence(row, view.district_label, WALK),))
    each = facts.place_rows(view, "coverage", **WALK | {"distance": ",".join(map(str, DISTANCES))})
    parts: list[Part] = [Cards(tuple(coverage.cards(each)))]
    if facts.has_shapes(view, "district"):
        parts.append(coverage.gap_map(view, facts.gaps(view, **WALK), facts.resources(view), facts.ground(view), WALK))
    other = facts.place_rows(view, coverage.WAYS, group=WALK["group"])
    if coverage.known_ways(other):
        parts.append(sheets.of_rows(other, captions.caption(view, f"歩く以外の届き方（{view.place}）", other, "届き方")))
    return Section("reach", "歩いて行ける範囲と、まだ場所がない所", (coverage.sentence(row, view.district_label, WALK), sentences.WALK_CAVEAT, coverage.OTHER_WAYS), tuple(parts))


def _inside(view: View) -> Section:
    found = facts.levels_below(view, cards.within(view.sharing))
    if not found:
        return Section("inside", "町内会・町丁ごとの値", (), (Note((f"この地区の中の町内会・町丁ごとの値は「{NOT_IN_SOURCE}」です。",)),))
    return Section("inside", "町内会・町丁ごとの値", (), tuple(district.inside(view, level, rows) for level, rows in found.items()))


def _beside(view: View) -> Section:
    keys = tuple(key for key in BESIDE if key not in ("coverage",)) + ("coverage",)
    rows = pd.concat([facts.place_rows(view, keys), facts.whole(view, keys)], ignore_index=True)
    known = rows[rows["area_code"] == view.district]["value"].notna().any()
    if not known:
        return Section("beside", "市全体とならべる", (), (Note((f"市全体とならべられる値は「{NOT_IN_SOURCE}」です。",)),))
    return Section("beside", "市全体とならべる", ("時点と数え方が同じものだけを並べています。多い少ないのよしあしを示すものではありません。",),
                   (sheets.of_rows(rows, captions.caption(view, f"{view.district_label}と市全体", rows, "市全体とならべる"), emphasis=view.district),))


def _cases(view: View) -> Section:
    everything = facts.cases(view)
    if everything.empty:
        return Section("cases", "事例", (), (Note((told_cases.NONE_YET,)),))
    own = told_cases.of_district(view, everything, view.district)
    alike = facts.similar(view, number=facts.number_of_districts(view))
    other = told_cases.from_similar(view, everything, list(alike["area_code"]))
    said = () if own else (f"{view.district_label}の事例は、まだ登録がありません。",)
    parts = [_case(one) for one in own] + ([Note((district.EXAMPLE,)), _case(other)] if other else [])
    return Section("cases", "事例", said, tuple(parts))


def _case(told: told_cases.Case) -> Case:
    return Case(told.title, "　".join([*told.short, *filter(None, [told.remark])]), told.parts, told.picture)


def _talk(view: View, resources: pd.DataFrame) -> Section:
    asked = facts.needs_of_place(view)
    table = (district.could_be_done(view, asked, resources, facts.cases(view)),) if len(asked) else ()
    return Section("talk", "話し合いのシート", (), (*table, TalkSheet(QUESTIONS)))


def _meanings(view: View) -> Section:
    used = [entry for entry in definitions.indicators()]
    words = definitions.states()
    meant = [(entry.label, entry.sentence) for entry in used] + list(zip(words["画面の言葉"], words["意味"], strict=True))
    return Section("definitions", "ことばの意味", (), (Definitions(tuple(meant)),))


def _sources(sections: tuple[Section, ...]) -> list[str]:
    return [part.caption.source for section in sections for part in section.parts if hasattr(part, "caption")]


def places_of(whole: Book) -> PlaceMap | None:
    """The book's map of places, for the blank map and the poster."""
    return next((part for section in whole.sections for part in section.parts if isinstance(part, PlaceMap)), None)
