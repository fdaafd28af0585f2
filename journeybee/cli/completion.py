"""`journeybee completion`: the script that teaches a shell the commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_WHERE = """Print the completion script of a shell.

\b
bash:  journeybee completion bash > ~/.local/share/bash-completion/completions/journeybee
zsh:   journeybee completion zsh > "${fpath[1]}/_journeybee"
fish:  journeybee completion fish > ~/.config/fish/completions/journeybee.fish
"""


@click.command(help=_WHERE)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what click writes for the shell."""
    maker = get_completion_class(shell)
    if maker is None:
        raise click.UsageError(f"no completion for {shell}")
    script = maker(context.find_root().command, {}, "journeybee", "_JOURNEYBEE_COMPLETE")
    # The version of the shell is not asked for: the script may be for another machine.
    click.echo(script.source_template % script.source_vars())
