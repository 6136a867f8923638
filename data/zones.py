"""The plane-rectangular zone (平面直角座標系, JGD2011, EPSG 6669-6687) a city's distances are measured in.

Source: 国土交通省告示第9号（平成14年）. Zones follow prefectures; where a prefecture has several, the city's longitude or latitude decides.
"""

from __future__ import annotations

FIRST_EPSG = 6668  # zone I is 6669
ZONES = range(6669, 6688)
PREFECTURES = ("北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 "
               "滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県").split()
ZONE_OF_PREFECTURE = {
    **dict.fromkeys((42,), 1), **dict.fromkeys((40, 41, 43, 44, 45, 46), 2), **dict.fromkeys((32, 34, 35), 3), **dict.fromkeys((36, 37, 38, 39), 4),
    **dict.fromkeys((28, 31, 33), 5), **dict.fromkeys((18, 24, 25, 26, 27, 29, 30), 6), **dict.fromkeys((16, 17, 21, 23), 7),
    **dict.fromkeys((15, 19, 20, 22), 8), **dict.fromkeys((7, 8, 9, 10, 11, 12, 13, 14), 9), **dict.fromkeys((2, 3, 4, 5, 6), 10), 1: 12, 47: 15,
}
# Longitude and latitude of the origins of zones I to XIII, for a place whose prefecture is not known.
ORIGINS = (
    (129.5, 33),
    (131, 33),
    (132.1667, 36),
    (133.5, 33),
    (134.3333, 36),
    (136, 36),
    (137.1667, 36),
    (138.5, 36),
    (139.8333, 36),
    (140.8333, 40),
    (140.25, 44),
    (142.25, 44),
    (144.25, 44),
)


def prefecture_name(city_code: str) -> str:
    """"27227" -> 大阪府; "" where the code is none."""
    return PREFECTURES[int(city_code[:2]) - 1] if city_code[:2].isdecimal() and 1 <= int(city_code[:2]) <= 47 else ""


def zone_of(prefecture: str, lon: float, lat: float) -> int:
    """EPSG code of the zone for a place in a prefecture (its name; "" takes the nearest origin)."""
    number = PREFECTURES.index(prefecture) + 1 if prefecture in PREFECTURES else 0
    return FIRST_EPSG + (_within(number, lon, lat) if number else _nearest(lon, lat))


def _within(number: int, lon: float, lat: float) -> int:
    if number == 1:
        return 11 if lon < 141.2 else 13 if lon > 142.9 else 12
    if number == 13:
        return 9 if lat > 29 else 14 if 140.5 <= lon < 143 else 18 if lon < 140.5 else 19
    if number == 46:
        return 1 if lat < 32 and 128.3 <= lon < 130.22 and lat < 30.2 else 2
    if number == 47:
        return 16 if lon < 126 else 17 if lon > 130 else 15
    return ZONE_OF_PREFECTURE[number]


def _nearest(lon: float, lat: float) -> int:
    if lat < 28.5:
        return 15 if 126 <= lon <= 130 else 16 if lon < 126 else 17
    return 1 + min(range(len(ORIGINS)), key=lambda place: abs(ORIGINS[place][0] - lon) + 2 * abs(ORIGINS[place][1] - lat))
