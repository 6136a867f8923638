"""LibreOffice opens both files and prints them (skipped where it is not installed): nothing to repair, no page lost."""

from __future__ import annotations

import io
import shutil
import subprocess

import openpyxl
import pytest
from pptx import Presentation

from pages.book.slides import presentation
from pages.book.workbook import document

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_and_prints_all_of_it(book, huge_book, empty_book, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    books = {"usual": book, "huge": huge_book, "empty": empty_book}
    made = {}
    for name, each in books.items():
        for ending, content in (("xlsx", document.render(each)), ("pptx", presentation.render(each))):
            made[f"{name}_{ending}"] = content
            (tmp_path / f"{name}_{ending}.{ending}").write_bytes(content)
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            *map(str, sorted(tmp_path.glob("*_*.*"))),
        ],
        check=True,
        capture_output=True,
        timeout=900,
    )
    for name, content in made.items():
        pages = pypdf.PdfReader(tmp_path / f"{name}.pdf").pages
        said = "".join(page.extract_text() for page in pages).replace("\n", "")
        assert all(stamp in said for stamp in books[name.split("_")[0]].stamps), name
        if name.endswith("pptx"):
            assert len(pages) == len(Presentation(io.BytesIO(content)).slides)
        else:
            assert len(pages) >= len(openpyxl.load_workbook(io.BytesIO(content)).worksheets)
            assert "#REF!" not in said and "#NAME?" not in said and "###" not in said
