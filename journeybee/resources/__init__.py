"""The tables: one module a resource of the client, one line an operation.

Imports `journeybee.operations.binding` and the generated operations.
"""
