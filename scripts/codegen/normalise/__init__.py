"""Passes that bring a document into the form that the generator takes, in one ordered list.

Imports nothing of the other folders.
"""
