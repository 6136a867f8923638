"""What the command `data figures` answers, and the counts, series and age tables that pages ask for beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from analysis.indicators.age_structure import age_structure
from analysis.indicators.area_levels import areas_within, kinds_of_need, points_level
from analysis.indicators.plain_counts import counts
from analysis.indicators.registry import INDICATORS
from analysis.indicators.time_series import age_table_dates as dates
from analysis.indicators.time_series import default_source, series
from analysis.indicators.unreached import unreached as gaps
from data.__main__ import main as data_command
from data.store.city import open_city
from data.vocabulary import KINDS
from tests.recorder.cities import Recorded, run
from tests.recorder.described import lines
from tests.recorder.written import Record

SHARING = {"public": ("--sharing", "public"), "council": ("--sharing", "council"), "internal": ("--internal",)}
NEEDS = "total,service_total,買い物,見守り,通所・入浴"
# The spread of options: what is asked, and the options that an indicator must take to be asked so.
SPREAD = (
    (("--unknown-age", "include"), {"unknown_age"}),
    (("--distance", "300,800"), {"distance"}),
    (("--distance", "450"), {"distance"}),
    (("--distance", "0"), {"distance"}),
    (("--group", "total,75+,85+,single"), {"group"}),
    (("--group", "40+"), {"group"}),
    (("--way", "detour"), {"way"}),
    (("--way", "network"), {"way"}),
    (("--when", "月-午前,水,午後"), {"when"}),
    (("--when", "朝"), {"when"}),
    (("--often", "1,4"), {"often"}),
    (("--often", "0"), {"often"}),
    (
        ("--way", "detour", "--when", "火-午前", "--often", "4", "--distance", "800", "--group", "75+"),
        {"way", "when", "often", "distance", "group"},
    ),
)
WRONG = (
    ("--indicator", "no_such_rate", "--level", "city"),
    ("--indicator", "ageing_rate", "--level", "no_such_level"),
    ("--indicator", "ageing_rate", "--level", "city", "--as-of", "1999-01-01"),
    ("--indicator", "ageing_rate", "--level", "city", "--source", "no-such-source"),
    ("--indicator", "coverage", "--level", "city", "--kind", "no_such_kind"),
    ("--indicator", "need_persons", "--level", "city", "--kind", "no_such_need"),
    ("--indicator", "ageing_rate", "--level", "city", "--sharing", "internal"),
    ("--indicator", "ageing_rate,coverage,mimamori_rate", "--level", "city", "--format", "json"),
    ("--level", "city"),
)


def record(city: Recorded, into: Record, only: tuple[str, ...] = ()) -> None:
    """Every indicator by level, sharing, date and a spread of options; then the plain counts and the like.

    `only`: these indicators, and nothing beside them.
    """
    for sharing, said in SHARING.items():
        for level in city.levels:
            for asked in _asked(city, level, sharing, only or tuple(INDICATORS)):
                key = f"{level} {' '.join(asked)}"
                into.section(
                    city.name,
                    "figures",
                    f"{sharing}-{level}",
                    key,
                    run(data_command, "figures", city.name, "--level", level, *asked, *said),
                )
        for key, answer in () if only else _beside(city, sharing):
            into.section(city.name, "figures", f"{sharing}-beside", key, _told(answer))
    for asked in WRONG:
        into.section(city.name, "figures", "refused", " ".join(asked), run(data_command, "figures", city.name, *asked))


def _asked(city: Recorded, level: str, sharing: str, indicators: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """What is asked of the command: each indicator and its dates, and the spread of options.

    The spread is asked in full where nothing is hidden, and of districts in public: hiding takes its time.
    """
    coarse = level in ("district", "city")
    for key in indicators:
        entry = INDICATORS[key]
        one = ("--indicator", key)
        yield one
        yield from ((*one, "--as-of", day) for day in city.dates_of(entry.tables)[:-1])
        if sharing == "council" or city.name == "made_up":
            continue
        if "kind" in entry.options and coarse:
            if entry.tables[0] == "needs":
                yield (*one, "--kind", NEEDS)
            else:
                yield (
                    *one,
                    "--kind",
                    ",".join((*KINDS, "salon+mobile_sales"))
                    if sharing == "internal"
                    else "hall,shop,salon+mobile_sales",
                )
        for options, needed in SPREAD:
            if (
                needed <= set(entry.options)
                and (sharing == "internal" or level == "district")
                and (coarse or options[0] in ("--distance", "--unknown-age"))
            ):
                yield (*one, *options)


def _beside(city: Recorded, sharing: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """What pages ask for beside figures, by a key and as a function to be called."""
    opened = open_city(city.name)
    for level in city.levels:
        yield f"counts {level}", lambda level=level: counts(opened, level, sharing=sharing)
        for day in city.dates if sharing == "internal" else ():
            yield (
                f"counts {level} {day}",
                lambda level=level, day=day: counts(opened, level, as_of=day, sharing=sharing),
            )
        for kind, distance, group in (("salon+mobile_sales", 500, "65+"), ("shop", 300, "75+")):
            yield (
                f"gaps {level} {kind} {distance} {group}",
                lambda *_, level=level, kind=kind, distance=distance, group=group: gaps(
                    opened, kind, distance, group, level=level, sharing=sharing
                ),
            )
    codes = [code for code, _ in city.districts]
    for key in INDICATORS if sharing != "council" else ():
        yield f"series {key} districts", lambda key=key: series(opened, key, codes, sharing=sharing)
    for key in ("ageing_rate", "single_elderly_rate", "coverage", "need_persons"):
        yield f"series {key} city", lambda key=key: series(opened, key, codes, level="city", sharing=sharing)
    if sharing != "public":
        return
    for code in codes:
        yield f"age structure {code}", lambda code=code: age_structure(opened, code)
        yield f"areas within {code}", lambda code=code: areas_within(opened, code)
        for day in city.dates:
            yield f"age structure {code} {day}", lambda code=code, day=day: age_structure(opened, code, day)
    yield "dates", lambda: dates(opened)
    yield "kinds of need", lambda: [kinds_of_need(opened, table) for table in ("needs", "service_use")]
    yield "default source and level of points", lambda: [default_source(opened), points_level(opened)]


def _told(answer: Callable[[], object]) -> str:
    try:
        return "\n".join(lines(answer()))
    except Exception as wrong:  # what is refused is an answer too
        return f"{type(wrong).__name__}: {wrong}"
