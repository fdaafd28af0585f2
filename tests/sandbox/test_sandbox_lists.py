"""Lists: pages that add up, order, and filters."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.sandbox.driver import UNKNOWN, Api


@pytest.mark.parametrize(
    ("path", "count"), [("/leads/", 3000), ("/partners", 400), ("/deals/", 800)]
)
@pytest.mark.parametrize("per_page", [7, 100])
def test_pages_add_up_to_the_whole_list(demo: Api, path: str, count: int, per_page: int) -> None:
    first = demo.get(path, per_page=per_page)
    pages = math.ceil(count / per_page)
    expected = {"page": 1, "per_page": per_page, "total": count, "total_pages": pages}
    assert first["pagination"] == expected
    uuids = [item["uuid"] for item in first["data"]]
    assert len(uuids) == per_page
    for number in range(2, pages + 1):
        page = demo.get(path, per_page=per_page, page=number)
        assert page["pagination"] == {**expected, "page": number}
        uuids += [item["uuid"] for item in page["data"]]
    kind = path.strip("/")
    assert uuids == [item["uuid"] for item in demo.sandbox.store.items(kind)]
    beyond = demo.get(path, per_page=per_page, page=pages + 1)
    assert beyond["data"] == []


def test_pages_have_25_items_unless_asked(demo: Api) -> None:
    page = demo.get("/leads/")
    assert len(page["data"]) == 25
    assert page["pagination"]["per_page"] == 25


def test_an_empty_list_has_no_pages(api: Api) -> None:
    expected = {"page": 1, "per_page": 25, "total": 0, "total_pages": 0}
    assert api.get("/leads/") == {"data": [], "pagination": expected}


def test_lists_are_in_order_of_creation(api: Api) -> None:
    made = [api.post("/partners", name=name)["uuid"] for name in "cab"]
    assert [item["uuid"] for item in api.get("/partners")["data"]] == made


@pytest.mark.parametrize(
    ("path", "query", "holds"),
    [
        ("/leads/", {"status": "converted"}, lambda item: item["status"] == "converted"),
        ("/leads/", {"partner_type": "reseller"}, lambda item: item["partner_type"] == "reseller"),
        ("/leads/", {"search": "oak"}, lambda item: "oak" in str(list(item.values())[:6]).lower()),
        (
            "/commissions/",
            {"payment_target": "individual"},
            lambda i: i["payment_target"] == "individual",
        ),
        ("/products/", {"status": "live"}, lambda item: item["status"] == "live"),
        ("/tasks/", {"priority": "high"}, lambda item: item["priority"] == "high"),
        (
            "/leads/",
            {"status": "new", "partner_type": "referral"},
            lambda item: (item["status"], item["partner_type"]) == ("new", "referral"),
        ),
    ],
)
def test_filters_keep_exactly_what_was_asked_for(
    demo: Api, path: str, query: dict[str, str], holds: Any
) -> None:
    everything = demo.everything(path)
    expected = [item for item in everything if holds(item)]
    assert 0 < len(expected) < len(everything)
    assert demo.everything(path, **query) == expected


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/deals/", "stage"),
        ("/deals/", "partner"),
        ("/deals/", "lead"),
        ("/partners", "tier"),
        ("/partners", "category"),
        ("/leads/", "partner"),
    ],
)
def test_filters_by_reference(demo: Api, path: str, name: str) -> None:
    everything = demo.everything(path)
    uuid = next(item[name]["uuid"] for item in everything if item[name])
    expected = [item for item in everything if item[name] and item[name]["uuid"] == uuid]
    assert demo.everything(path, **{f"{name}_uuid": uuid}) == expected
    assert demo.everything(path, **{f"{name}_uuid": UNKNOWN}) == []


def test_bare_arrays_are_filtered_too(demo: Api) -> None:
    stages = demo.get("/stages/")
    deal_stages = demo.get("/stages/", association="lead_deal")
    assert deal_stages == [stage for stage in stages if stage["association"] == "lead_deal"]
    assert 0 < len(deal_stages) < len(stages)
