"""Of each file the first 200 problems are said and the others counted, in words and in JSON, whatever reader found
them.
"""

from __future__ import annotations

import json

import pytest

from data.__main__ import main
from data.commands.import_files import import_city
from data.files.extract import Extract
from data.files.problems import LONGEST_VALUE, MOST_SAID, Problem, Problems, Refused, Rest, number_of
from data.ingest.options import GivenFile, ImportOptions
from data.ingest.report import Report


def some(number: int, severity: str = "refuse", file: str = "a.csv") -> list[Problem]:
    return [Problem(severity, file, "数ではありません。", row=row) for row in range(1, number + 1)]


def test_the_first_200_are_kept_and_the_rest_is_counted():
    found = Problems(some(MOST_SAID + 5))
    assert len(found) == MOST_SAID + 1 and found[:-1] == some(MOST_SAID)
    assert isinstance(found[-1], Rest) and found[-1].count == 5
    assert "ほか5件あります" in found[-1].sentence() and "「a.csv」" in found[-1].sentence()
    assert number_of(found) == MOST_SAID + 5
    assert Problems(some(MOST_SAID)) == some(MOST_SAID), "200 are said without a rest"


def test_a_million_problems_are_no_million_objects():
    found = Problems()
    found += (Problem("refuse", "a.csv", "数ではありません。", row=row) for row in range(100_000))
    assert len(found) == MOST_SAID + 1 and found[-1].count == 100_000 - MOST_SAID


def test_warnings_never_hide_a_refusal_and_one_file_never_another():
    found = Problems([*some(1000, "warn"), *some(3), *some(500, file="b.csv"), *some(2)])
    assert [problem.row for problem in found if problem.severity == "refuse" and problem.file == "a.csv"] == [
        1,
        2,
        3,
        1,
        2,
    ]
    assert [(problem.file, problem.severity, problem.count) for problem in found if isinstance(problem, Rest)] == [
        ("a.csv", "warn", 800),
        ("b.csv", "refuse", 300),
    ]


def test_counts_survive_going_from_hand_to_hand():
    once = Problems(some(1000))
    assert number_of(Refused(once).problems) == 1000
    assert number_of(Refused([*once, *some(7)]).problems) == 1007
    assert number_of(Extract("needs", "a", {}, {}, list(once)).problems) == 1000
    again = Problems(some(300))
    again[:] = dict.fromkeys(again)
    assert number_of(again) == 300 and len(again) == MOST_SAID + 1
    again.append(some(1)[0])
    assert again[-1].count == 101
    with pytest.raises(TypeError):
        again[3] = some(1)[0]


def test_a_long_value_is_shortened():
    assert len(Problem("warn", "a.csv", "", value="あ" * 40_000).value) == LONGEST_VALUE
    assert Problem("warn", "a.csv", "", value="あ" * LONGEST_VALUE).value == "あ" * LONGEST_VALUE


def test_the_report_is_bounded_too():
    report = Report("kaku", "架空市", "1", "x", 6674)
    report.problems += some(1000, "warn")
    report.problems.append(some(1, "warn")[0])
    assert len(report.problems) == MOST_SAID + 1 and "ほか801件あります" in report.words()
    assert json.loads(report.as_json())["problems"][-1]["count"] == 801


def bad_tables(city) -> dict[str, tuple[str, int]]:
    """Tables with a problem in every line: name -> (content, problems)."""
    header = city.register_rows()[1]
    numbers = [
        "\n".join(
            [
                "2024年9月30日現在",
                ",".join(header),
                *(",".join([f"架空{row}町", "7", "x", *["約1"] * (len(header) - 3)]) for row in range(300)),
            ]
        )
    ]
    lines = range(1000)
    return {
        "register.csv": (numbers[0] + "\n", 300 * (len(header) - 3)),
        "wide.csv": (
            "町内会,基準日,対象人数,見守り,買い物,通院\n"
            + "".join(f"架空{row}町,2024-04-01,1,2,3,4,5\n" for row in lines),
            1000,
        ),
        "needs.csv": (
            "町内会,期間,対象人数,見守り,買い物,通院\n" + "".join(f"架空{row}町,きのう,1,約1,3,4\n" for row in lines),
            2000,
        ),
        "resources.csv": (
            "名称,種別,緯度,経度,住所,開始日\n" + "".join(f"場所{row},サロン,x,135.6,架空町1,先日\n" for row in lines),
            1000,
        ),
    }


@pytest.mark.parametrize("name", ["register.csv", "wide.csv", "needs.csv", "resources.csv"])
def test_every_reader_stops_at_200(name, small_city, tmp_path, capsys):
    content, number = bad_tables(small_city)[name]
    path = tmp_path / name
    asked = ["--as", f"resources={path}"] if name == "resources.csv" else [str(path)]
    kind = "resources" if name == "resources.csv" else None
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        import_city("kaku", [GivenFile(path, kind)], ImportOptions(cities=tmp_path / "cities"), lambda words: None)
    problems = caught.value.problems
    assert len(problems) == MOST_SAID + 1 and isinstance(problems[-1], Rest)
    assert number_of(problems) >= number
    assert main(["import", "kaku", *asked, "--cities-dir", str(tmp_path / "cities")]) == 2
    said = capsys.readouterr().err
    assert (
        f"（{number_of(problems):,}件）" in said
        and f"ほか{number_of(problems) - MOST_SAID:,}件あります" in said
        and len(said.splitlines()) < MOST_SAID + 10
    )
    assert main(["import", "kaku", *asked, "--cities-dir", str(tmp_path / "cities"), "--report", "json"]) == 2
    told = json.loads(capsys.readouterr().out)["problems"]
    assert len(told) == MOST_SAID + 1 and told[-1]["count"] == number_of(problems) - MOST_SAID
