"""`python -m journeybee`: the `journeybee` command."""

from journeybee_cli import main

main()
