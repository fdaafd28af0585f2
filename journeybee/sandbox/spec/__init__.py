"""The API description as the sandbox reads it: operations, shapes, and checks of requests.

Imports nothing of the sandbox but its errors.
"""
