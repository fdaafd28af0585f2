"""The tables: one module a resource of the client, one line an operation.

Imports `journeybee.binding` and the generated operations.
"""
