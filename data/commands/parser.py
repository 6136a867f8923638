"""The command line's own words in Japanese: headings of the help, and what is wrong with a command that cannot be
understood."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

CLEAN, WARNED, REFUSED = 0, 1, 2  # what a command exits with: done, done with something to be told, nothing written
_SAID = (
    (r"argument .+: (「.+)", r"\1"),
    (r"the following arguments are required: (.+)", r"足りないものがあります: \1"),
    (r"one of the arguments (.+) is required", r"次のどれか一つを書いてください: \1"),
    (r"unrecognized arguments: (.+)", r"知らない指定です: \1"),
    (r"argument (.+): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"「\1」に「\2」は使えません。使えるもの: \3"),
    (r"argument (.+): invalid \w+ value: '(.*)'", r"「\1」には数を書いてください（あったもの: \2）"),
    (r"argument (.+): expected .*", r"「\1」のあとに値がありません"),
    (r"argument (.+): not allowed with argument (.+)", r"「\1」と「\2」は一緒に使えません"),
    (r"ambiguous option: (.+) could match (.+)", r"「\1」は \2 のどれか分かりません"),
)


def speak_japanese() -> None:
    """Let a Windows console, which may be cp932, print any letter."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Japanese and exits with 2 when it does not understand."""

    def __init__(self, *given, **named):
        super().__init__(*given, add_help=False, allow_abbrev=False, **named)
        self._positionals.title, self._optionals.title = "書くもの", "指定できること"
        self.add_argument("-h", "--help", action="help", help="この説明を出す")

    def error(self, message: str) -> NoReturn:
        said = next(
            (re.sub(pattern, words, message) for pattern, words in _SAID if re.fullmatch(pattern, message)), message
        )
        self.exit(
            REFUSED, f"命令の書き方を確かめてください。{said.replace(chr(39), '')}\n書き方の説明: {self.prog} --help\n"
        )

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "書き方: ", 1)

    def parse_args(self, args: Iterable[str] | None = None, namespace: Any = None) -> Any:
        """As always, but files may also stand after an option (`import NAME --zone 6674 FILE`)."""
        asked, rest = self.parse_known_args(args, namespace)
        if rest and (any(word.startswith("-") for word in rest) or not hasattr(asked, "files")):
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        if rest:
            asked.files = [*asked.files, *map(Path, rest)]
        return asked
