"""Launching, playing, delivering and reporting courses."""
