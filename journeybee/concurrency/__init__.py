"""Event loops, forked processes, and callbacks that are plain or async.

One reason to exist: to work alike on asyncio and trio, in threads and after a fork. It may import
`errors`; nothing else of the package.
"""
