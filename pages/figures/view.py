"""What is looked at: a city, a district of it, and who may see it. Pages, books and the command line ask about a
view."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data.store.city import City

WHOLE_CITY = ""


@dataclass(frozen=True)
class View:
    """One view: a city, the district chosen in it ("" = the whole city) and who may see it."""

    city: City
    district: str
    district_name: str
    sharing: str

    def whole_city(self) -> View:
        """The same view with no district chosen."""
        return replace(self, district=WHOLE_CITY, district_name="")

    @property
    def city_name(self) -> str:
        """The city's name in a sentence (「架空」 stands in the stamps, the dates of published facts in the frame)."""
        return self.city.title.removesuffix("（架空）").removesuffix("（公表資料）")

    @property
    def district_label(self) -> str:
        """「○○地区」, also where the name ends so already."""
        return f"{self.district_name.removesuffix('地区')}地区"

    @property
    def place(self) -> str:
        """The name of what is looked at: the district's or the city's."""
        return self.district_name or self.city_name
