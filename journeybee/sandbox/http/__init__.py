"""The sandbox over HTTP: the ASGI application, a server on a loopback port, and the start page.

Imports the core of the sandbox; the only folder that knows a transport.
"""
