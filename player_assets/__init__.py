"""The player page and the API adapters that content talks to."""
