"""`journeybee export`: whole lists into files, exactly once whatever interrupts it.

The rows of each page are appended to a spool file and synced, then the resume token of the pager is
written to the state file. Resuming means to cut the spool at the length in the state file, and to
continue the list from that token. The files are made of the spools at the end, whatever their
format, and moved to their names.

May import the modules of `journeybee.cli` that make no commands, and what these may import; of
`journeybee.cli` only the registry of commands loads it.
"""
