"""Divisions of China with their history: organ name, year and context to an adcode."""
