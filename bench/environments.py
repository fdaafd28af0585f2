"""An environment for each SDK alone: what one brings along is not to change another.

httpx imports more where click and rich are installed, and journeybee decodes in another way where
msgspec is.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from bench.peers import Peer

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".venv-bench" / "peers"


def run_in(peer: Peer, *arguments: str) -> str:
    """What Python prints in the environment of a peer."""
    command = [python_of(peer), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout


def python_of(peer: Peer) -> str:
    """The interpreter of the environment, which is made when the peer requires another one."""
    folder = FOLDER / peer.name
    python, made = str(folder / "bin" / "python"), folder / "requires.txt"
    wanted = " ".join(peer.requires)
    if not made.exists() or made.read_text() != wanted:
        venv.create(folder, clear=True, symlinks=True)
        pip = [sys.executable, "-m", "pip", "--python", python, "install", "-qq"]
        held = ["--disable-pip-version-check", "--constraint", str(ROOT / "constraints.txt")]
        # httpx is what each is compared with.
        subprocess.run([*pip, *held, "httpx", *peer.requires], check=True)
        made.write_text(wanted)
    return python
