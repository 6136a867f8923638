"""Lists as a level of sharing may see them: places, cases, councils, watch teams, rounds of vans. Whoever shows a list
takes it from here, never from the tables.
"""
