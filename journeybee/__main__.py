"""`python -m journeybee`: the `journeybee` command."""

from journeybee.cli import main

main()
