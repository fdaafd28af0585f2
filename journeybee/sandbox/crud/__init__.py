"""List, create, get, update and delete over the store, derived from the spec.

Imports `store` and `spec`.
"""
