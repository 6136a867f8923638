"""What people make in the program (plans of next places, estimates): JSON files beside a city, surviving every import."""
