"""One request: authentication, rate limit, faults, the operation, and the log.

Imports `surfaces` and what is below it.
"""
