"""How many people, households and places a city has in each area, at a level, a date and a level of sharing.

loaded_city      a city's tables in memory, and what was worked out of them once
table_counts     one table as one count an area: which rows answer, summed up the levels
area_counts      what the tables count: persons, households, care, needs, ground; protected
active_resources, positions, walk_distance, other_means, coverage ...   places, and whom they reach
city_counts      all of it in one: what an indicator may ask (analysis.methods.amounts.Counts)
source_choice    the counts at the date and of the source that a reader names, or the latest; every caller starts here
"""
