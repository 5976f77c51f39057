"""Readers, one per descriptor format: bytes in, course model and findings out."""
