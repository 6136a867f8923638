"""What is shown of a city's counts, ready for pages, books and commands.

registry      every indicator by its key; function and entry stand together in formulas/, a topic a file
values        the one door to their values: rows with parts, state, date and source, already protected
plain_counts, time_series, age_structure, estimates, similar_districts, settlement, national   further things shown
reader_choice what a reader asks of an indicator, checked
"""
