"""Judging a folder of real packages: what no test of our own making can stand for."""
