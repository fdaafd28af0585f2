"""Checks of documentation, wheel and specs that `make` runs.

Imports `journeybee` and `scripts.codegen`.
"""
