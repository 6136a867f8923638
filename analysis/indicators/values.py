"""Figures of a city, ready to be shown: each with its parts, state, date and source, and already protected.

This is the one door: pages, books and the command line take figures from here and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.counts import need_kinds, published_values
from analysis.counts.loaded_city import LoadedCity, load_city
from analysis.counts.sharing_rules import sharing_rules
from analysis.counts.source_choice import counts_for
from analysis.indicators import reader_choice, registry
from analysis.indicators.entry import Indicator
from analysis.indicators.reader_choice import Asked, Several
from analysis.methods import disclosure
from analysis.methods.amounts import Amounts, Choice, Ratio, ranks, words, worse_basis
from data.store import access, citations
from data.store.city import City
from data.vocabulary import COUNTED, SINGLE

COLUMNS = (
    "indicator",
    "area_code",
    "area_name",
    "level",
    "as_of",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "method",
    "state",
    "basis",
    "unit",
    "source",
    "source_id",
    "kind",
    "distance_m",
    "group",
    "way",
    "when",
    "often",
)


def figures(
    city: City,
    indicators: Sequence[str],
    level: str,
    *,
    as_of: str | None = None,
    source: str | None = None,
    kind: Several = None,
    distance: Several = None,
    group: Several = None,
    unknown_age: str = "exclude",
    way: Several = None,
    when: Several = None,
    often: Several = None,
    sharing: str = "public",
) -> pd.DataFrame:
    """Rows of COLUMNS for every area of a level in the city's own order, indicator by indicator.

    value is in its unit (registry; only "share" is 0-1) and missing unless the state is ok or merged, but for one case:
    basis "estimated" with state not_in_source carries an estimate that has to be labelled so (areas known only as
    points). Where the city's tables have nothing and a public document prints the figure, it is that one
    (analysis.counts.published_values). kind, distance, group, way, when and often take several with commas
    (analysis.indicators.reader_choice); kinds joined by + count together. Raises ValueError for names that do not
    exist and PermissionError for sharing="internal" without the access setting (data.store.access).
    """
    access.require(sharing)
    loaded = load_city(city)
    if level not in loaded.level_names:
        raise ValueError(f"「{level}」という区域の段階はこの市にありません。あるもの: {'、'.join(loaded.level_names)}")
    parts, entries = [], [registry.indicator(key) for key in indicators]
    if sharing != "internal" and (kept := [entry.label for entry in entries if entry.officials]):
        raise PermissionError(f"「{'」「'.join(kept)}」は、庁内用だけの指標です。")
    for entry in entries:
        for choice in reader_choice.choices(
            loaded, entry, Asked(kind, distance, group, unknown_age, way, when, often), sharing
        ):
            counts = counts_for(
                loaded,
                tables_of(loaded, entry, choice.kind),
                level,
                as_of,
                source,
                sharing_rules(city, sharing),
                entry.households,
            )
            ratio = entry.function(counts, choice)
            _require_protection(entry, choice, ratio, counts.rules.threshold)
            rows = _rows(loaded, level, entry, ratio, choice)
            parts.append(
                published_values.with_printed(loaded, rows, as_of, source)
                if reader_choice.is_usual(entry, choice)
                else rows
            )
    return (
        pd.concat(parts, ignore_index=True)
        if len(parts) > 1
        else parts[0]
        if parts
        else pd.DataFrame(columns=list(COLUMNS))
    )


def _require_protection(entry: Indicator, choice: Choice, ratio: Ratio, threshold: int) -> None:
    """An entry that promises protection must not show a count on which the disclosure rule never decided.

    Of people in reach only those living alone are protected: ages are not. A RuntimeError is a mistake of ours, never
    a reader's.
    """
    top = ratio.numerator
    promised = entry.protected and choice.group in ("", SINGLE) and threshold > 0
    if promised and top.hidden is None and np.isin(top.state, COUNTED).any():
        raise RuntimeError(f"{entry.key} is protected, but its count did not pass through AreaCounts.protected")


def tables_of(loaded: LoadedCity, entry: Indicator, kind: str | None) -> tuple[str, ...]:
    """The tables of an indicator; that of the services where one of them is asked for among the needs."""
    first, *rest = entry.tables
    return (need_kinds.table_of(loaded, kind), *rest) if first == "needs" else entry.tables


def _rows(loaded: LoadedCity, level: str, entry: Indicator, ratio: Ratio, choice: Choice) -> pd.DataFrame:
    top, bottom = ratio.numerator, ratio.denominator
    if bottom is None:  # the count itself
        rows = frame_of(
            loaded, level, entry.key, top.as_of, entry.unit, cite(loaded, top), ";".join(filter(None, top.source_ids))
        )
        rows = rows.assign(
            numerator=top.count,
            denominator=np.nan,
            value=top.count,
            state=top.state,
            basis=top.basis,
            **reader_choice.choice_columns(entry, choice),
        )
        return disclosure.blank(rows, top.masked(), np.zeros(len(rows), bool))[list(COLUMNS)]
    state = words(np.maximum(ranks(top.state), ranks(bottom.state)))
    counted = np.isin(state, COUNTED)
    state[counted & (bottom.count == 0)] = "no_denominator"
    # Nobody on the list is no proof that there is nobody: neighbours may well look after one another. (What is measured
    # in metres is a number.)
    unlisted = np.isin(top.state, COUNTED) & (top.count == 0) & entry.listed & (choice.distance is None)
    state[unlisted & np.isin(state, COUNTED)] = "not_listed"
    basis = worse_basis(top.basis, bottom.basis)
    estimate = (state == "not_in_source") & (basis == "estimated")
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(np.isin(state, COUNTED) | estimate, ratio.scale * top.count / bottom.count, np.nan)
    rows = frame_of(
        loaded,
        level,
        entry.key,
        top.as_of or bottom.as_of,
        entry.unit,
        cite(loaded, top, bottom),
        ";".join(source_id for source_id in top.source_ids if source_id),
    )
    rows = rows.assign(
        numerator=np.where(unlisted, np.nan, top.count),
        denominator=bottom.count,
        value=value,
        method=ratio.method,
        state=state,
        basis=basis,
        **reader_choice.choice_columns(entry, choice),
    )
    return disclosure.blank(rows, top.masked(), bottom.masked())[list(COLUMNS)]


def frame_of(
    loaded: LoadedCity, level: str, key: str, as_of: str, unit: str, source: str, source_id: str
) -> pd.DataFrame:
    codes = loaded.codes(level)
    return pd.DataFrame(
        {
            "indicator": key,
            "area_code": codes.to_numpy(),
            "area_name": loaded.names(level),
            "level": level,
            "as_of": as_of,
            "lower": np.nan,  # limits of a survey (analysis.methods.uncertainty): nothing shown comes from one yet
            "upper": np.nan,
            "method": "none",
            "unit": unit,
            "source": source,
            "source_id": source_id,
        }
    )


def cite(loaded: LoadedCity, *amounts: Amounts) -> str:
    return citations.cite(loaded.table("sources"), [(part.as_of, part.source_ids, part.note) for part in amounts])
