"""Writes the generated package from a normalised document, and checks what it covers.

Imports `normalise`, and openapi-python-client.
"""
