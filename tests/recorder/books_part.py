"""Data books by the command line: text and drawing of each page of a PDF, everything inside the office files."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf

from tests.recorder.cities import ROOT, Recorded
from tests.recorder.described import digest
from tests.recorder.written import Record

FORMATS = "pdf,short,xlsx,pptx,map,poster"
TEXTS = (".xml", ".rels", ".vml")
DAYS = re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # when the file was made


def record(city: Recorded, into: Record, temporary: Path) -> None:
    """The book of the first district in every form; for the sample also as officials see it."""
    for sharing in ("public", "internal") if city.name == "sample" else ("public",):
        out = temporary / f"book-{city.name}-{sharing}"
        forms = FORMATS if sharing == "public" else "pdf"
        words = (
            "-m",
            "pages.book",
            city.name,
            "--district",
            city.districts[0][1],
            "--out",
            str(out),
            "--format",
            forms,
            "--sharing",
            sharing,
        )
        made = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
        into.section(
            city.name,
            "books",
            f"{sharing}-command",
            " ".join(words[:5]),
            f"{made.stdout}{made.stderr}ends with {made.returncode}",
        )
        for path in sorted(out.iterdir()) if out.is_dir() else ():
            file = f"{sharing}-{_form(path)}"
            if path.suffix == ".pdf":
                _pdf(city.name, file, path, into)
            else:
                _office(city.name, file, path.read_bytes(), into)


def _form(path: Path) -> str:
    """The form of a book from its name."""
    return path.suffix[1:] + next(
        (
            f"-{form}"
            for words, form in (("白黒", "short"), ("白地図", "map"), ("ポスター", "poster"))
            if words in path.stem
        ),
        "",
    )


def _pdf(city: str, file: str, path: Path, into: Record) -> None:
    book = pypdf.PdfReader(path)
    into.section(city, "books", file, "name", f"{path.name}\n{len(book.pages)} pages")
    for number, page in enumerate(book.pages, 1):
        drawn = page.get_contents()
        into.section(
            city,
            "books",
            file,
            f"page {number}",
            f"{page.extract_text()}\ndrawn: {digest(drawn.get_data() if drawn else b'')}",
            mask=False,
        )


def _office(city: str, file: str, content: bytes, into: Record, within: str = "") -> None:
    """Every part of the file; a workbook inside a slide is opened as well."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in sorted(packed.namelist()):
            part = packed.read(name)
            if name.endswith((".xlsx", ".pptx")):
                _office(city, file, part, into, f"{within}{name}/")
            elif name.endswith(TEXTS):
                text = DAYS.sub("<made>", part.decode("utf-8")).replace("><", ">\n<")
                told = (
                    "\n".join(into.short(line) for line in text.splitlines())
                    if within == "" and "slides/" in name or "sharedStrings" in name
                    else into.apart(text)
                )
                into.section(city, "books", file, f"{within}{name}", told)
            else:
                into.section(
                    city,
                    "books",
                    file,
                    f"{within}{name}",
                    f"{len(part)} bytes, sha256:{hashlib.sha256(part).hexdigest()}",
                    mask=False,
                )
