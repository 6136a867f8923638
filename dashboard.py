"""支え合い地図帳: the list of pages and the frame round them. Start with `streamlit run dashboard.py`."""

import streamlit as st

from pages.parts import frame, selection

OFFICIALS = (
    [st.Page("pages/keep/restricted.py", title="個人別の利用", url_path="restricted")]
    if "internal" in selection.sharing_levels()
    else []
)
PAGES = {
    "みる": [
        st.Page("pages/see/overview.py", title="市の概況", url_path="overview", default=True),
        st.Page("pages/see/ageing.py", title="高齢化", url_path="ageing"),
        st.Page("pages/see/needs.py", title="困りごと", url_path="needs"),
        st.Page("pages/see/resources.py", title="地域資源", url_path="resources"),
        st.Page("pages/see/coverage.py", title="歩いて行ける範囲", url_path="coverage"),
        st.Page("pages/see/vans.py", title="移動販売の回り方", url_path="vans"),
        st.Page("pages/see/watching.py", title="見守り", url_path="watching"),
        st.Page("pages/see/district.py", title="地区のすがた", url_path="district"),
    ],
    "考える": [
        st.Page("pages/think/gaps.py", title="まだ場所がない所", url_path="gaps"),
        st.Page("pages/think/estimates.py", title="困りごとの推計", url_path="estimates"),
        st.Page("pages/think/next_place.py", title="もう一か所つくるなら", url_path="next_place"),
        st.Page("pages/think/similar.py", title="似た地区", url_path="similar"),
    ],
    "伝える": [
        st.Page("pages/tell/district_book.py", title="地区データブック", url_path="district_book"),
        st.Page("pages/tell/cases.py", title="事例集", url_path="cases"),
    ],
    "整える": [
        st.Page("pages/keep/councils.py", title="協議体の歩み", url_path="councils"),
        st.Page("pages/keep/definitions.py", title="定義と出典", url_path="definitions"),
        *OFFICIALS,
    ],
}

frame.run(PAGES)
