"""Lists that people write in their own words: no report repeats a contact that stands in one."""

from __future__ import annotations

from collections.abc import Sequence

from data.files.extract import Extract
from data.files.problems import Problem, contacts_hidden
from data.ingest.report import Report
from data.text import contacts

OF_PEOPLE = ("resources", "councils")  # lists that people write in their own words


def told_without_contacts(kind: str, problem: Problem) -> Problem:
    """Lists in people's own words hold telephone numbers in any cell: of these no report repeats one."""
    return contacts_hidden(problem) if kind in OF_PEOPLE else problem


def report_without_contacts(report: Report, extracts: Sequence[Extract]) -> Report:
    """The report with nothing in it that only the joining of such lists to the city's areas quoted."""
    report.problems[:] = [
        told_without_contacts(kind_of(problem.file, extracts), problem) for problem in report.problems
    ]
    for file in report.files:
        if file.kind in OF_PEOPLE:
            file.unmatched = [contacts.hide(name) for name in file.unmatched]
    return report


def kind_of(file: str, extracts: Sequence[Extract]) -> str:
    """The kind of the extract that was read from a file, one in people's own words first; "" where a problem is about
    none."""
    kinds_ = {extract.kind for extract in extracts if extract.path.name == file}
    return next((kind for kind in OF_PEOPLE if kind in kinds_), min(kinds_, default=""))
