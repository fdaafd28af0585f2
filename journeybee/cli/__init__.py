"""The `journeybee` command (extra `cli`), made from the tables of the clients.

A resource is a group, an operation a command, and the signature of its builder gives its arguments
and options. click builds commands from such data, one at a time, when they are asked for; typer
would need a function for each, and takes half as long again to import.

May import everything else in `journeybee` but its pytest plugin; nothing there imports it. The
program is `journeybee_cli`, a module beside the package.
"""
