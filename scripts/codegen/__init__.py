"""From a published spec to the generated package, and to the report of what changed.

Imports nothing of `journeybee`: the package is generated before it can be imported.
"""
