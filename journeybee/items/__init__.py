"""What is done with the items of lists: tables, finding one, and writing back what was changed.

One reason to exist: to keep from the core what pagers and operations load when it is first used. It
may import `pagination`, `operations`, `introspection` and `errors`; nothing of a client.
"""
