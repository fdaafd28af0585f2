"""A limit whose state is elsewhere: ledger of permits, client of the state, bucket in front.

Imports `journeybee.limits.slots`, `threads` and `protocol`; it does not know what keeps the state.
"""
