"""What is sent to subscribers, and the record of it.

Imports `surfaces` and what is below it, and `journeybee.webhooks` to sign.
"""
