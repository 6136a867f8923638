"""The command line: python -m data import | check | list | template | figures | coverage-batch."""

from __future__ import annotations

import argparse
import sys
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path

from data.commands import check_files, coverage_batch, figures, import_files, list_cities, template
from data.commands.parser import REFUSED, Parser, speak_japanese
from data.files.problems import Refused, number_of, sentences
from data.ingest.report import refusal_json
from data.store.disk_errors import disk_words

# Every command: its name, its module (options, run) and the line of the help.
COMMANDS = (
    ("import", import_files, "ファイルを読んで市のデータに加える"),
    ("check", check_files, "ファイルを読めるか確かめる（何も書き込まない）"),
    ("list", list_cities, "市の一覧"),
    ("template", template, "自分たちの表のひな形（Excel）を作る"),
    ("figures", figures, "指標の値を取り出す"),
    ("coverage-batch", coverage_batch, "歩いて行ける人を、県や全国の区域ごとに一度に数える"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 clean, 1 done with warnings, 2 nothing written."""
    speak_japanese()
    asked = _parser().parse_args(arguments)
    try:
        return asked.run(asked)
    except Refused as refused:
        if getattr(asked, "report", "") == "json":
            print(refusal_json(refused.problems))
        else:
            said = "\n".join(f"  ・{line}" for line in sentences(refused.problems))
            print(
                f"読めないところがあるため、何も書き込みませんでした（{number_of(refused.problems):,}件）。\n{said}",
                file=sys.stderr,
            )
        return REFUSED
    except (KeyError, IndexError) as broken:
        return _unforeseen(broken)
    except LookupError as missing:
        print(str(missing.args[0] if missing.args else missing), file=sys.stderr)
        return REFUSED
    except OSError as failed:  # a folder that may not be written, a full disk, figures that need the access setting
        print(disk_words(failed), file=sys.stderr)
        return REFUSED
    except Exception as broken:  # nobody at a city's desk can read a traceback
        return _unforeseen(broken)


def _unforeseen(broken: Exception) -> int:
    """A fault of the program, in words and with the place in it; an import writes last, so nothing stored has
    changed."""
    frames = traceback.extract_tb(broken.__traceback__)
    last = next((frame for frame in reversed(frames) if "site-packages" not in frame.filename), frames[-1])
    print(
        "プログラムの中で思わぬことが起き、途中でやめました。入っているデータは変わっていません。\n "
        " ファイルを一つずつ check で確かめ、それでも同じときは、この行を作り手に知らせてください:"
        f" {type(broken).__name__}（{Path(last.filename).name} {last.lineno}行目）",
        file=sys.stderr,
    )
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m data", description="支え合い地図帳のデータを読み込み、確かめ、取り出します。")
    commands = parser.add_subparsers(required=True, metavar="命令")
    for name, command, help_line in COMMANDS:
        command.options(commands.add_parser(name, help=help_line))
    return parser


if __name__ == "__main__":
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # libraries warn their programmers, in English
    sys.exit(main())
