"""Bodies of lists as the APIs of the peers document them; every item has its own id."""

from __future__ import annotations

from typing import Any

Items = list[dict[str, Any]]
WHEN = "2026-01-02T03:04:05.000Z"


def _id(page: int, index: int) -> str:
    # The last item's id is the cursor of the next page in some APIs.
    return f"x-{page}-{index}"


def journeybee(page: int, size: int, pages: int, leads: Items) -> Any:
    data = [
        {**leads[i % len(leads)], "uuid": f"00000000-0000-4000-8000-{page:06d}{i:06d}"}
        for i in range(size)
    ]
    counts = {"page": page, "per_page": size, "total": size * pages, "total_pages": pages}
    return {"data": data, "pagination": counts}


def openai(page: int, size: int, pages: int, _: Items) -> Any:
    data = [
        {
            "id": _id(page, i), "object": "file", "bytes": 120000, "created_at": 1767322000,
            "expires_at": 1769914000, "filename": f"salesOverview{i}.pdf", "purpose": "assistants",
            "status": "processed", "status_details": None,
        }
        for i in range(size)
    ]  # fmt: skip
    ends = {"first_id": data[0]["id"], "last_id": data[-1]["id"], "has_more": page < pages}
    return {"object": "list", "data": data, **ends}


def stripe(page: int, size: int, pages: int, _: Items) -> Any:
    data = [
        {
            "id": _id(page, i), "object": "customer", "address": None, "balance": 0,
            "created": 1767322000, "currency": "eur", "default_source": None, "delinquent": False,
            "description": None, "discount": None, "email": f"ada{i}@example.com",
            "invoice_prefix": f"0759376C{i}", "livemode": False, "metadata": {"plan": "basic"},
            "invoice_settings": {
                "custom_fields": None, "default_payment_method": None, "footer": None,
                "rendering_options": None,
            },
            "name": f"Ada {i}", "next_invoice_sequence": 1, "phone": None,
            "preferred_locales": ["de"], "shipping": None, "tax_exempt": "none", "test_clock": None,
        }
        for i in range(size)
    ]  # fmt: skip
    return {"object": "list", "url": "/v1/customers", "has_more": page < pages, "data": data}


def notion(page: int, size: int, pages: int, _: Items) -> Any:
    results = [
        {
            "object": "user", "id": _id(page, i), "type": "person", "name": f"Ada {i}",
            "person": {"email": f"ada{i}@example.com"}, "avatar_url": "https://example.com/a.png",
        }
        for i in range(size)
    ]  # fmt: skip
    cursor = _id(page, 0) if page < pages else None
    more = {"next_cursor": cursor, "has_more": page < pages}
    return {"object": "list", "results": results, "type": "user", "user": {}, **more}


def workos(page: int, size: int, pages: int, _: Items) -> Any:
    data = [
        {
            "object": "organization", "id": _id(page, i), "name": f"Engines {i} Ltd",
            "domains": [
                {
                    "object": "organization_domain", "id": f"org_domain_{page}_{i}",
                    "organization_id": _id(page, i), "domain": f"engines{i}.example",
                    "state": "verified", "verification_strategy": "dns",
                    "verification_token": "token", "verification_prefix": "prefix",
                    "created_at": WHEN, "updated_at": WHEN,
                }
            ],
            "metadata": {"tier": "gold"}, "external_id": f"ext-{i}",
            "created_at": WHEN, "updated_at": WHEN, "stripe_customer_id": "cus_1",
            "allow_profiles_outside_organization": False,
        }
        for i in range(size)
    ]  # fmt: skip
    after = data[-1]["id"] if page < pages else None
    return {"object": "list", "data": data, "list_metadata": {"before": None, "after": after}}


def hubspot(page: int, size: int, pages: int, _: Items) -> Any:
    results = [
        {
            "id": _id(page, i), "archived": False, "createdAt": WHEN, "updatedAt": WHEN,
            "properties": {
                "createdate": WHEN, "email": f"ada{i}@example.com", "firstname": "Ada",
                "hs_object_id": str(i), "lastmodifieddate": WHEN, "lastname": "L",
            },
        }
        for i in range(size)
    ]  # fmt: skip
    following = {"paging": {"next": {"after": _id(page, 0), "link": "?"}}}
    return {"results": results, **(following if page < pages else {})}


def svix(page: int, size: int, pages: int, _: Items) -> Any:
    data = [
        {
            "id": _id(page, i), "uid": f"unique-{i}", "name": f"Application {i}",
            "throttleRate": 5, "createdAt": WHEN, "updatedAt": WHEN, "metadata": {"tier": "gold"},
        }
        for i in range(size)
    ]  # fmt: skip
    return {"data": data, "iterator": _id(page, 0), "prevIterator": None, "done": page >= pages}


def github(page: int, size: int, _pages: int, _: Items) -> Any:
    return [
        {
            "id": page * 1000 + i, "node_id": _id(page, i), "name": f"label {i}",
            "url": "https://example.com/repos/o/r/labels/bug", "color": "f29513",
            "description": "Something is wrong", "default": False, "archived_at": None,
            "archived_by": None,
        }
        for i in range(size)
    ]  # fmt: skip


SHAPES = {
    "/v1/leads": journeybee,
    "/openai": openai,
    "/v1/customers": stripe,
    "/v1/users": notion,
    "/organizations": workos,
    "/crm": hubspot,
    "/api/v1/app": svix,
    "/repos": github,
}
# APIs that name the next page in a header.
LINKED = "/repos"
