"""Colours keep their order in a grey print and their difference for colour-blind eyes."""

from __future__ import annotations

import itertools

import pytest

from pages.figures import theme


def _luma(colour: str) -> int:
    return int(theme.grey(colour)[1:3], 16)


@pytest.mark.parametrize("count", range(1, 8))
def test_shades_grow_darker_step_by_step_also_in_grey(count):
    luma = [_luma(colour) for colour in theme.shades(count)]
    assert len(luma) == count
    assert all(light - dark >= 20 for light, dark in itertools.pairwise(luma))


def test_shades_are_one_hue():
    for colour in theme.RAMP:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        assert red < green < blue


def test_no_area_without_a_value_looks_like_a_class():
    assert theme.MISSING not in theme.RAMP


def test_too_many_classes_are_refused():
    with pytest.raises(ValueError, match="1 to 7"):
        theme.shades(8)


def _contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours, from its own formula."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", [*theme.RAMP, theme.MISSING, theme.PAPER])
def test_words_on_every_shade_can_be_read(colour):
    assert _contrast(theme.on(colour), colour) >= 4.5


def test_muted_words_can_be_read():
    assert _contrast(theme.MUTED, theme.PAPER) >= 4.5


def test_series_differ_without_colour():
    assert (
        len(set(zip(theme.DASHES, theme.MARKS, strict=True)))
        == len(theme.SERIES)
        == len(theme.PATTERNS)
        == len(set(theme.MARKS))
    )


def test_type_on_screen_is_large():
    assert min(theme.TEXT, theme.LARGE, theme.TITLE) >= 18
