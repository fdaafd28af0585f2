"""Run every question; write docs/benchmarks/ and a table of README: `python -m bench [specs]`.

With a folder of specs the code generators run on every spec in it besides; that has a page of its
own, so that a run without the folder leaves it as it is.
"""

from __future__ import annotations

import datetime
import importlib
import os
import platform
import re
import sys
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from bench import codegen
from bench.peers import PEERS
from bench.plot import draw
from bench.table import Table, summary

# An installed package has its bytecode; ours, which runs from here, is to have it too.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "benchmarks"
# Those that hold little come first: what one leaves behind is not to weigh on the next.
QUESTIONS = ("imports", "memory", "limiters", "decoders", "calls", "codegen")
# README's table is between them.
BEGIN, END = "<!-- Written by `make bench`. -->\n", "<!-- End of what `make bench` writes. -->"
SHOWN = (
    "httpx", "anyio", "attrs", "aiolimiter", "pyrate-limiter", "limits", "throttled-py", "msgspec",
    "pydantic", "cattrs", "openapi-python-client",
)  # fmt: skip


def processor() -> str:
    names = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return names[0] if names else platform.machine()


def circumstances() -> str:
    """Where and when, and with which versions."""
    sdks = [peer.requires[0].replace("==", " ") for peer in PEERS if "==" in peer.requires[0]]
    versions = ", ".join([*(f"{name} {metadata.version(name)}" for name in SHOWN), *sdks])
    return (
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, {os.cpu_count()} cores of "
        f"{processor()}, {platform.system()}, Python {platform.python_version()}; load average "
        f"at the start {os.getloadavg()[0]:.1f}.\n\n{versions}."
    )


def write(name: str, title: str, introduction: Sequence[str], tables: Sequence[Table]) -> None:
    """Write a page; each part of the introduction is a paragraph."""
    parts = [f"# {title}\n", *(f"{text}\n" for text in introduction)]
    parts += [table.markdown() for table in tables]
    (TARGET / name).write_text("\n".join(parts))


def main() -> None:
    specs = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    TARGET.mkdir(exist_ok=True)
    where = circumstances()
    tables: list[Table] = []
    for question in QUESTIONS:
        start = time.monotonic()
        print(f"{question} ...", end=" ", flush=True)
        tables += importlib.import_module(f"bench.{question}").measure()
        print(f"{time.monotonic() - start:.0f} s", flush=True)
    draw(tables, TARGET / "benchmarks.png")
    other = "[published specs](published-specs.md): `make bench SPECS=<folder>`."
    table = summary(tables)
    introduction = ["Written by `make bench`.", where, table, "![](benchmarks.png)"]
    introduction.append(f"The code generators on {other}")
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text().partition(BEGIN)
    readme.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}")
    write("README.md", "Side by side", introduction, tables)
    if specs is not None:
        introduction = [
            "Written by `make bench SPECS=<folder>`; the specs are their owners'.",
            where,
        ]
        write("published-specs.md", "Code generation", introduction, codegen.measure(specs))
    print(f"wrote {TARGET.relative_to(ROOT)}/ and README.md")


if __name__ == "__main__":
    main()
