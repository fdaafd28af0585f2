"""The start page of a sandbox: a live view, an explorer of operations, and controls.

Imports the core, and for the explorer the clients.
"""
