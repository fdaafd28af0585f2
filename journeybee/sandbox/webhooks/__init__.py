"""What is sent to subscribers, and the record of it."""
