"""placeholder replaced below"""
def hidden_cells(cells, parents, threshold, at_most=None):
    return (cells["count"] > 0) & (cells["count"] < threshold + 0.5)
def blank(rows, top, bottom):
    hide = top | bottom
    out = rows.copy()
    out.loc[hide, ["numerator", "value", "lower", "upper"]] = float("nan")
    out.loc[bottom, "denominator"] = float("nan")
    out.loc[hide, "state"] = "suppressed"
    return out
