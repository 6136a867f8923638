"""From what a city has stored to numbers that may be shown. It asks data.store, data.made and the vocabulary, and knows
no page, no streamlit and no file of a municipality.

methods     the formulas, on arrays and frames alone
counts      how many people, households and places there are in each area, protected
indicators  what is shown of them: the registry, their values, series, estimates, the nation beside them
lists       lists (places, cases, councils, teams, vans) as a level of sharing may see them
siting      one more place: who waits for one, candidates, plans
"""
