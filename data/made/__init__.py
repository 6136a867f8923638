"""What people make in the program (plans, rates of their own): JSON files beside a city, surviving every import."""
