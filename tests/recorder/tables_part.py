"""What is stored after an import, what the import reports, and what check, list and template answer."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from data.__main__ import main as data_command
from tests.recorder.cities import CITIES, ROOT, Recorded, run, tables_of
from tests.recorder.described import digest, table
from tests.recorder.written import Record

HEAD = 40  # lines of a table that are written out
TEMPLATES = (
    "membership",
    "households",
    "care",
    "needs",
    "service_use",
    "individuals",
    "survey",
    "resources",
    "network",
    "councils",
    "no_such_kind",
)


def record(city: Recorded, into: Record, temporary: Path) -> None:
    """The city's tables as they lie on disk; with the made-up city the commands that are about no city."""
    for number, told in enumerate(city.imports, 1):
        into.section(city.name, "tables", "imports", f"import {number}", told)
    folder, tables = tables_of(city.name)
    into.section(city.name, "tables", "files", "files", "\n".join(sorted(path.name for path in folder.iterdir())))
    for path in (folder.parent / "city.toml", folder / "tables.json"):
        if path.exists():
            into.section(city.name, "tables", "files", path.name, path.read_text(encoding="utf-8"))
    for name, frame in tables.items():
        text = table(frame)
        steady = (
            into.masked(text) == text
        )  # a table that holds the day of the import has other bytes every day: its text is compared
        said = (
            digest((folder / f"{name}.parquet").read_bytes())
            if steady
            else f"text of {digest(into.masked(text).encode())}"
        )
        into.section(city.name, "tables", "stored", f"{name}: bytes", said, mask=False)
        types = "\n".join(f"{column}: {kind}" for column, kind in frame.dtypes.items())
        into.section(city.name, "tables", "stored", f"{name}: columns", f"{len(frame)} rows\n{types}")
        into.section(city.name, "tables", "stored", f"{name}: first lines", "\n".join(text.splitlines()[: HEAD + 1]))
    if city.name == CITIES[-1]:
        _commands(city, into, temporary)


def _commands(city: Recorded, into: Record, temporary: Path) -> None:
    into.section(city.name, "commands", "list", "list", run(data_command, "list"))
    for path in sorted((ROOT / "tests" / "bad").rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            into.section(city.name, "commands", "check", path.name, run(data_command, "check", path))
    for report in ("text", "json"):
        made_up = sorted((temporary / "made_up").iterdir())
        into.section(
            city.name,
            "commands",
            "check",
            f"made up {report}",
            run(data_command, "check", *made_up, "--report", report),
        )
    for kind in TEMPLATES:
        out = temporary / f"{kind}.xlsx"
        told = run(data_command, "template", kind, out)
        into.section(city.name, "commands", "template", kind, told + (cells(out.read_bytes()) if out.exists() else ""))


def cells(content: bytes) -> str:
    """Every filled cell of a workbook, with the lists to choose from."""
    found = []
    for page in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        found.append(f"sheet {page.title}")
        found += [
            f"{cell.coordinate}\t{cell.value!r}\t{cell.number_format}"
            for row in page.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        found += sorted(f"{rule.sqref}\t{rule.formula1}" for rule in page.data_validations.dataValidation)
    return "\n".join(found)
