"""placeholder replaced below"""
def _no(facts, *a):
    return facts._none()
counted = participants = households_with_van = households_watched = in_reach = _no
