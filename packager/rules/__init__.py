"""Judges of a course model, one module per standard."""
