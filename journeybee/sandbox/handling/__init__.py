"""One request: authentication, rate limit, faults, the operation, and the log."""
