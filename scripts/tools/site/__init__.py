"""Pages of the documentation that are made from the specs.

Imports `journeybee.introspection` and `journeybee.surfaces`.
"""
