"""What an import did, for people (words) and for programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from data.files import resource_kinds as kinds
from data.files.problems import Problem, Problems, number_of, sentences
from data.text.letters import cleaned
from data.vocabulary import LEVELS

NAMED = 10  # areas named in the words; JSON has them all


@dataclass
class FileReport:
    """One file: what it was taken for, which areas were found and how, its totals beside ours."""

    file: str
    kind: str
    label: str
    source_ids: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    rows: int = 0
    areas: int = 0
    matched: dict[str, int] = field(default_factory=lambda: {"code": 0, "name": 0, "normalised": 0})
    created: int = 0
    unmatched: list[str] = field(default_factory=list)
    unmatched_persons: int | None = None
    persons: dict[str, int] = field(default_factory=dict)  # by date, as stored
    totals: dict[str, dict[str, float | None]] = field(
        default_factory=dict
    )  # what -> {"file": stated, "read": added up}
    resources: dict[str, int] = field(
        default_factory=dict
    )  # read, inside (an area of the city holds it), without_place, outside (left out)
    kinds: dict[str, int] = field(default_factory=dict)  # resources by kind (data.vocabulary.KINDS), as stored
    suppressed: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)  # areas of the city that the file has no line for


@dataclass
class Report:
    """An import as a whole. `exit_code` is 0 clean or 1 with warnings; a refusal (2) raises Refused and has no
    report."""

    city: str
    title: str
    revision: str
    folder: str
    zone: int
    files: list[FileReport] = field(default_factory=list)
    areas: dict[str, int] = field(default_factory=dict)
    polygons: dict[str, int] = field(default_factory=dict)
    replaced: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    @property
    def exit_code(self) -> int:
        return 1 if any(problem.severity == "warn" for problem in self.problems) else 0

    def as_json(self) -> str:
        said = asdict(replace(self, problems=Problems())) | {"exit_code": self.exit_code}
        said["problems"] = [asdict(problem) | {"sentence": problem.sentence()} for problem in self.problems]
        return json.dumps(said, ensure_ascii=False, indent=2)

    def words(self) -> str:
        levels = "、".join(
            f"{LEVELS.get(level, level)} {number:,}（うち境界あり {self.polygons.get(level, 0):,}）"
            for level, number in self.areas.items()
        )
        lines = [
            f"「{self.title}」（{self.city}）を保存しました。",
            f"  区域: {levels}",
            f"  距離を測る座標系: EPSG:{self.zone}",
        ]
        for file in self.files:
            lines += ["", *_file_words(file)]
        for heading, said in (
            ("入れ替えたもの", self.replaced),
            ("こちらで決めたこと（確かめてください）", self.assumed),
            *noticed(self.problems),
        ):
            if said:
                lines += ["", f"{heading}:", *(f"  ・{line}" for line in said)]
        return "\n".join([*lines, "", *self._next_steps()])

    def _next_steps(self) -> list[str]:
        warned = number_of(problem for problem in self.problems if problem.severity == "warn")
        steps = [f"画面（streamlit run dashboard.py）を開くと、左の「市」で「{self.title}」を選べます。"]
        if warned:
            steps.append(
                f"上の「注意」（{warned:,}件）を確かめてください。元のファイルを直したら、同じ命令でもう一度読み込めます。"
            )
        return ["次にすること:", *(f"  ・{step}" for step in steps)]


def noticed(problems: Sequence[Problem]) -> list[tuple[str, list[str]]]:
    """What reading noticed, in words: warnings first, then what is only to be known."""
    return [
        (heading, sentences(problem for problem in problems if problem.severity == severity))
        for severity, heading in (("warn", "注意"), ("info", "お知らせ"))
    ]


def refusal_json(problems: tuple[Problem, ...]) -> str:
    said = [asdict(problem) | {"sentence": problem.sentence()} for problem in problems]
    return json.dumps({"exit_code": 2, "problems": said}, ensure_ascii=False, indent=2)


def _file_words(file: FileReport) -> list[str]:
    dates = f"  {'、'.join(file.dates)}" if file.dates else ""
    lines = [
        f"{' '.join(cleaned(file.file).split(chr(10)))}: {file.label}{dates}"
    ]  # a name may hold what moves a terminal's cursor
    if file.areas:
        found = sum(file.matched.values())
        how = (
            f"コードで {file.matched['code']:,}、名前で {file.matched['name']:,}、表記をそろえて"
            f" {file.matched['normalised']:,}"
        )
        lines.append(
            f"  区域 {file.areas:,} のうち {found:,}"
            f" が結び付きました（{how}{f'。うち新しく作った区域 {file.created:,}' if file.created else ''}）"
        )
    if file.unmatched:
        people = f"（{file.unmatched_persons:,}人）" if file.unmatched_persons is not None else ""
        lines.append(f"  結び付かなかった区域 {len(file.unmatched):,}{people}: {_some(file.unmatched)}")
    for date, persons in file.persons.items():
        lines.append(f"  {date}: {persons:,}人")
    for what, both in file.totals.items():
        stated, added = both["file"], both["read"]
        if stated is None:
            continue
        if added is None:
            lines.append(f"  {what}: 資料の合計 {stated:,.0f}（比べる数はありません）")
        else:
            same = "一致" if stated == added else f"差 {added - stated:+,.0f}"
            lines.append(f"  {what}: 資料の合計 {stated:,.0f}、足し上げ {added:,.0f}（{same}）")
    if file.resources:
        said = file.resources
        unsure = said["read"] - said["inside"] - said["without_place"] - said["outside"]
        only = f"、位置だけが分かる（境界がないため区域は分からない） {unsure:,}" if unsure else ""
        lines.append(
            f"  地域資源 {said['read']:,}件（市の区域の中 {said['inside']:,}{only}、位置も区域も分からない"
            f" {said['without_place']:,}、市の外なので外した {said['outside']:,}）"
        )
        lines += [f"  種類: {kinds.in_words(file.kinds)}"] if file.kinds else []
    elif file.rows and not file.areas:
        lines.append(f"  読んだ行 {file.rows:,}")
    if file.suppressed:
        lines.append(f"  秘匿された区域 {len(file.suppressed):,}: {_some(file.suppressed)}")
    if file.merged:
        lines.append(f"  ほかの区域の人を合わせて数えている区域 {len(file.merged):,}: {_some(file.merged)}")
    if file.absent:
        lines.append(f"  この資料に行がない区域 {len(file.absent):,}: {_some(file.absent)}")
    return lines


def _some(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + (f" ほか{len(names) - NAMED}件" if len(names) > NAMED else "")
