"""How the SDK compares, in time and memory: see `python -m bench`."""
