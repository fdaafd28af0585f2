"""The items that the sandbox holds, in memory and in a SQLite file.

Imports `spec`.
"""
