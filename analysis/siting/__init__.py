"""One more place: the people who wait for one, where it could stand, which places reach most of them, plans kept."""
