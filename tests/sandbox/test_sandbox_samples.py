"""What the sandbox answers has the shape of the documented samples: members, of their kinds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from journeybee.sandbox import Sandbox
from journeybee.surfaces import SURFACES
from journeybee_api.v1.operations import OPERATIONS
from tests.arguments import example_arguments
from tests.sandbox.driver import NOW, Api

SAMPLES = Path(__file__).parent.parent / "samples" / "v1"
# What stands in these differs from one block, commission or custom field to the next.
VARYING = {"block_settings", "calculation", "content", "style", "value"}
DOCUMENTED = [info for info in OPERATIONS if (SAMPLES / f"{info.id}.json").exists()]


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(world="demo", now=NOW, rate_limit=None)


def differences(sample: Any, answer: Any, at: str = "$") -> list[str]:
    """Members of the sample that the answer lacks, or has as another kind of value."""
    if sample is None or answer is None:
        return []
    if isinstance(sample, dict):
        if not isinstance(answer, dict):
            return [f"{at} is not an object"]
        missing = [f"{at}.{name} is missing" for name in sample if name not in answer]
        shared = [name for name in sample if name in answer and name not in VARYING]
        return missing + [
            found
            for name in shared
            for found in differences(sample[name], answer[name], f"{at}.{name}")
        ]
    if isinstance(sample, list):
        if not isinstance(answer, list):
            return [f"{at} is not an array"]
        return differences(sample[0], answer[0], f"{at}[0]") if sample and answer else []
    kinds = (int, float) if isinstance(sample, int | float) else type(sample)
    return [] if isinstance(answer, kinds) else [f"{at} is {answer!r} beside {sample!r}"]


@pytest.mark.parametrize("info", DOCUMENTED, ids=lambda info: info.id)
def test_answers_have_the_shape_of_the_samples(info: Any, sandbox: Sandbox) -> None:
    sample = json.loads((SAMPLES / f"{info.id}.json").read_text())
    path, query, body = example_arguments(SURFACES["v1"].document, info.id, sandbox)
    answer = Api(sandbox).send(info.method, info.path.format(**path), query, body)
    assert answer.status == sample["status"]
    assert differences(sample["body"], answer.json) == []


def test_most_documented_operations_have_a_sample() -> None:
    assert len(DOCUMENTED) >= 38
