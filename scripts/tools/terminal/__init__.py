"""Sessions in a terminal, as text for a test and as pictures for the documentation.

Imports nothing of `journeybee`: it runs the command line as users do.
"""
