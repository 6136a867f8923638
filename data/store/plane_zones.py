"""The plane-rectangular zone (平面直角座標系, JGD2011, EPSG 6669-6687) a city's distances are measured in.

Source: 国土交通省告示第9号（平成14年）. Zones follow prefectures; where a prefecture has several, the city's longitude
or latitude decides.
"""

from __future__ import annotations

FIRST_EPSG = 6668  # zone I is 6669
ZONES = range(6669, 6688)
PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県"
    " 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 "
    "滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県"
    " 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()
ZONE_OF_PREFECTURE = {
    **dict.fromkeys((42,), 1),
    **dict.fromkeys((40, 41, 43, 44, 45, 46), 2),
    **dict.fromkeys((32, 34, 35), 3),
    **dict.fromkeys((36, 37, 38, 39), 4),
    **dict.fromkeys((28, 31, 33), 5),
    **dict.fromkeys((18, 24, 25, 26, 27, 29, 30), 6),
    **dict.fromkeys((16, 17, 21, 23), 7),
    **dict.fromkeys((15, 19, 20, 22), 8),
    **dict.fromkeys((7, 8, 9, 10, 11, 12, 13, 14), 9),
    **dict.fromkeys((2, 3, 4, 5, 6), 10),
    1: 12,
    47: 15,
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

# West, south, east and north of each prefecture with its islands, in degrees, about 10 km wide of the land: enough to
# see that a place cannot be there. 東京都 has its islands apart.
PREFECTURE_BOXES = {
    1: ((139.2, 41.2, 149.0, 45.7),),
    2: ((139.4, 40.1, 141.8, 41.7),),
    3: ((140.5, 38.6, 142.2, 40.6),),
    4: ((140.1, 37.6, 141.8, 39.1),),
    5: ((139.5, 38.7, 141.1, 40.6),),
    6: ((139.4, 37.6, 140.8, 39.3),),
    7: ((139.0, 36.7, 141.2, 38.1),),
    8: ((139.5, 35.6, 141.0, 37.1),),
    9: ((139.2, 36.1, 140.4, 37.3),),
    10: ((138.3, 35.8, 139.8, 37.2),),
    11: ((138.6, 35.6, 140.1, 36.4),),
    12: ((139.6, 34.8, 141.0, 36.2),),
    13: (
        (138.8, 35.4, 140.0, 36.0),
        (138.9, 29.6, 140.5, 34.9),
        (140.7, 24.0, 142.4, 27.9),
        (153.8, 24.1, 154.2, 24.5),
        (135.9, 20.3, 136.2, 20.6),
    ),
    14: ((138.8, 35.0, 139.95, 35.8),),
    15: ((137.5, 36.6, 140.1, 38.7),),
    16: ((136.6, 36.1, 137.9, 37.1),),
    17: ((136.1, 35.9, 137.5, 38.0),),
    18: ((135.3, 35.2, 137.0, 36.5),),
    19: ((138.0, 35.0, 139.3, 36.1),),
    20: ((137.2, 35.0, 138.9, 37.2),),
    21: ((136.1, 35.0, 137.8, 36.6),),
    22: ((137.3, 34.4, 139.3, 35.8),),
    23: ((136.5, 34.4, 138.0, 35.6),),
    24: ((135.7, 33.6, 137.1, 35.4),),
    25: ((135.6, 34.6, 136.6, 35.9),),
    26: ((134.7, 34.6, 136.2, 35.9),),
    27: ((134.95, 34.15, 135.9, 35.2),),
    28: ((134.1, 34.0, 135.6, 35.8),),
    29: ((135.4, 33.7, 136.4, 34.9),),
    30: ((134.8, 33.3, 136.2, 34.5),),
    31: ((133.0, 34.9, 134.7, 35.8),),
    32: ((131.5, 34.2, 133.6, 37.4),),
    33: ((133.1, 34.1, 134.6, 35.5),),
    34: ((131.9, 33.9, 133.6, 35.3),),
    35: ((130.6, 33.6, 132.6, 34.95),),
    36: ((133.5, 33.4, 135.0, 34.4),),
    37: ((133.3, 33.9, 134.6, 34.7),),
    38: ((131.9, 32.7, 133.8, 34.5),),
    39: ((132.3, 32.5, 134.5, 34.0),),
    40: ((129.8, 32.9, 131.3, 34.4),),
    41: ((129.6, 32.8, 130.7, 33.8),),
    42: ((127.9, 31.8, 130.5, 34.9),),
    43: ((129.8, 31.9, 131.5, 33.3),),
    44: ((130.7, 32.6, 132.3, 33.9),),
    45: ((130.5, 31.2, 132.0, 33.0),),
    46: ((128.2, 26.9, 131.4, 32.5),),
    47: ((122.8, 23.9, 131.5, 28.1),),
}


def within_prefecture(number: int, lon: float, lat: float) -> bool:
    """Whether a place may lie in a prefecture (1 to 47, as codes begin)."""
    return any(west <= lon <= east and south <= lat <= north for west, south, east, north in PREFECTURE_BOXES[number])


def within_any_prefecture(lon: float, lat: float) -> bool:
    return any(within_prefecture(number, lon, lat) for number in PREFECTURE_BOXES)


def prefecture_name(city_code: str) -> str:
    """ "27227" -> 大阪府; "" where the code is none."""
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
    return 1 + min(
        range(len(ORIGINS)), key=lambda place: abs(ORIGINS[place][0] - lon) + 2 * abs(ORIGINS[place][1] - lat)
    )
