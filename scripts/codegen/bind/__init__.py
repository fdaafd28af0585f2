"""Binds operations to the tables of resources: plans the lines, and edits the modules.

Imports the naming of `normalise`.
"""
