"""`python -m journeybee.cli`: the `journeybee` command."""

from journeybee.cli import main

main()
