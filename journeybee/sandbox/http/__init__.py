"""The sandbox over HTTP: the ASGI application, a server on a loopback port, and the start page."""
