"""`journeybee export`: whole lists into files, exactly once whatever interrupts it.

The rows of each page are appended to a spool file and synced, then the place of the pager is
written to the state file. Going on means to cut the spool at the length that the state tells, and
to ask from that place on. The files themselves are made of the spools at the end, whatever their
format, and moved to their names.
"""
