"""A code of the standard grid names one cell: worked out by hand from JIS X 0410."""

from __future__ import annotations

import pytest

from data.files import mesh_codes


@pytest.mark.parametrize(
    ("code", "lat", "lon", "kind"),
    [
        # 53 / 1.5 + 4 / 12 + 2 / 120 = 35.683333, 100 + 39 + 5 / 8 + 7 / 80 = 139.7125; and half of 30" and of 45"
        ("53394527", 35.683333 + 15 / 3600, 139.7125 + 22.5 / 3600, "mesh1km"),
        ("533945272", 35.683333 + 7.5 / 3600, 139.7125 + (22.5 + 11.25) / 3600, "mesh500"),  # the south-east quarter
        ("533945273", 35.683333 + (15 + 7.5) / 3600, 139.7125 + 11.25 / 3600, "mesh500"),  # the north-west one
        # of the south-east quarter the north-west one
        ("5339452723", 35.683333 + (7.5 + 3.75) / 3600, 139.7125 + (22.5 + 5.625) / 3600, "mesh250"),
    ],
)
def test_a_code_has_its_middle(code, lat, lon, kind):
    found = mesh_codes.middle(code)
    assert found[:2] == pytest.approx((lat, lon), abs=1e-6) and found[2] == kind


@pytest.mark.parametrize("code", ["5339452", "533945275", "53398527", "53394827", "93394527", "５３３９４５２７"])
def test_what_is_no_code_has_none(code):
    assert not mesh_codes.is_code(code)
    with pytest.raises(ValueError, match="地域メッシュコードではありません"):
        mesh_codes.middle(code)
