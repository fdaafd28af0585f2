"""The published APIs that the sandbox serves, and what each does beyond its spec.

Imports `crud`, `store` and `spec`.
"""
