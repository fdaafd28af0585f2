"""Compares two versions of a spec, and reports what changed for callers.

Imports the naming of `normalise`.
"""
