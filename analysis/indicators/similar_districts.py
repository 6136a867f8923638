"""似た地区: the districts most alike to one, by the figures that a level of sharing may see."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.counts.loaded_city import load_city
from analysis.indicators.plain_counts import counts
from analysis.indicators.values import figures
from analysis.methods import similar_areas as likeness
from data.store import access
from data.store.city import City

# What is compared; each of the three counts the same. Density is compared by its logarithm: twice as many is twice as
# many anywhere.
GROUPS = {
    "年齢の構成": ("0-14", "15-64", "65-74", "75+"),
    "人口の密度": ("density",),
    "世帯": ("household_size", "single_elderly_rate"),
}
# label and unit of everything that is shown side by side
FEATURES = {
    "population": ("人口", "persons"),
    "0-14": ("0～14歳の割合", "share"),
    "15-64": ("15～64歳の割合", "share"),
    "65-74": ("65～74歳の割合", "share"),
    "75+": ("75歳以上の割合", "share"),
    "density": ("人口の密度（1km²に）", "persons"),
    "households": ("世帯数", "households"),
    "household_size": ("1世帯あたりの人数", "ratio"),
    "single_elderly_rate": ("ひとり暮らし（65歳以上のうち）", "share"),
}
_COUNTS = ("population", *GROUPS["年齢の構成"], "households", "area")
COLUMNS = ("area_code", "area_name", "distance", "alike", "differs")


def profiles(city: City, sharing: str = "public") -> pd.DataFrame:
    """Rows for every feature (FEATURES, in that order) and district: feature, area_code, area_name, value, state,
    as_of, source. Made once for a revision.

    Raises PermissionError for sharing="internal" without the access setting (data.store.access).
    """
    access.require(sharing)
    return load_city(city).keep(("profiles", sharing, city.threshold(sharing)), lambda: _profiles(city, sharing))


def _profiles(city: City, sharing: str) -> pd.DataFrame:
    """Rows for every feature (FEATURES, in that order) and district: feature, area_code, area_name, value, state,
    as_of, source. Protected as analysis.indicators.values does."""
    rows = pd.concat(
        [
            counts(city, "district", _COUNTS, sharing=sharing),
            figures(city, ["single_elderly_rate"], "district", sharing=sharing),
        ],
        ignore_index=True,
    )
    parts = {key: part.reset_index(drop=True) for key, part in rows.groupby("indicator", sort=False)}
    ages = [parts[key] for key in GROUPS["年齢の構成"]]
    known = sum(part["value"].to_numpy(float) for part in ages)
    loaded = {key: _over(parts[key], known) for key in GROUPS["年齢の構成"]}
    loaded |= {
        "density": _over(parts["population"], parts["area"]["value"].to_numpy(float)),
        "household_size": _over(parts["population"], parts["households"]["value"].to_numpy(float), parts["households"]),
    }
    found = [(parts | loaded)[key].assign(feature=key) for key in FEATURES]
    return pd.concat(found, ignore_index=True)[
        ["feature", "area_code", "area_name", "value", "state", "as_of", "source"]
    ]


def _over(rows: pd.DataFrame, denominator: np.ndarray, also: pd.DataFrame | None = None) -> pd.DataFrame:
    """Rows divided by a denominator; not in the source where that is not known, and `also` cited."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(denominator > 0, rows["value"].to_numpy(float) / denominator, np.nan)
    state = np.where(np.isnan(value) & rows["value"].notna(), "not_in_source", rows["state"])
    cited = (
        rows["source"]
        if also is None
        else ["、".join(filter(None, pair)) for pair in zip(rows["source"], also["source"], strict=True)]
    )
    return rows.assign(value=value, state=state, source=cited)


def similar(city: City, district: str, sharing: str = "public", number: int = 3) -> pd.DataFrame:
    """The `number` districts most alike to one, in order of likeness: COLUMNS (distance in standard deviations,
    analysis.methods.similar_areas).

    alike, differs: the feature (a key of FEATURES) in which the two lie nearest and farthest apart.
    Empty where fewer than four districts have figures of the kinds that this one has. Raises KeyError for a code that
    is no district.
    """
    rows = profiles(city, sharing)
    names = rows.drop_duplicates("area_code").set_index("area_code")["area_name"]
    if district not in names.index:
        raise KeyError(f"no district of that code: {district}")
    table = compared(rows)
    found = likeness.distances(table, GROUPS, district).head(number)
    gaps = [likeness.apart(table, district, code).index for code in found.index]
    return pd.DataFrame(
        {
            "area_code": found.index,
            "area_name": names.reindex(found.index).to_numpy(),
            "distance": found.to_numpy(),
            "alike": [features[0] for features in gaps],
            "differs": [features[-1] for features in gaps],
        },
        columns=list(COLUMNS),
    )


def compared(rows: pd.DataFrame) -> pd.DataFrame:
    """The features that are compared, one column each and one row a district, from rows of `profiles`; density as its
    logarithm."""
    table = (
        rows.pivot(index="area_code", columns="feature", values="value")
        .reindex(index=rows["area_code"].drop_duplicates())
        .astype(float)
    )
    table["density"] = np.log(table["density"].where(table["density"] > 0))
    return table[[feature for features in GROUPS.values() for feature in features]]


def likeness_of(rows: pd.DataFrame, codes: list[str]) -> dict[str, float]:
    """For each feature compared, how far the districts `codes` lie from the first of them at most, in standard
    deviations; features unknown to one of them are left out."""
    table = compared(rows)
    gaps = pd.DataFrame({code: likeness.apart(table, codes[0], code) for code in codes[1:]})
    return gaps.dropna().max(axis=1).to_dict()
