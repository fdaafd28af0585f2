"""Updates by models that were read and changed."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import attrs
import pytest

from journeybee import JourneyBee, TokenBucket, UsageError
from journeybee.legacy import LegacyJourneyBee
from journeybee.sandbox import Sandbox
from journeybee_api._runtime import UNSET, Model, keep_origin
from journeybee_api.legacy.models import Lead as OlderLead
from journeybee_api.v1.models import Deal, Lead, LeadNote, RoomDetail

KEY = "jb_api_0123456789abcdef"
M = TypeVar("M", bound=Model)
TIME = "2024-05-01T00:00:00.000Z"


def read(model: type[M], **data: Any) -> M:
    found = model.from_dict(data)
    keep_origin(found)
    return found


def lead() -> Lead:
    tags = [{"uuid": "t-1", "label": "hot"}]
    return read(Lead, uuid="l-1", status="new", email=None, tags=tags, custom_fields=[])


def sent(httpx_mock: Any) -> list[tuple[str, Any]]:
    return [(r.url.path, json.loads(r.content)) for r in httpx_mock.get_requests()]


async def test_only_what_changed_is_sent(httpx_mock: Any) -> None:
    httpx_mock.add_response(json={"uuid": "l-1", "status": "lost"}, is_reusable=True)
    changed = lead()
    changed = attrs.evolve(changed, status="lost")
    changed.phone_number = None
    async with JourneyBee(KEY) as client:
        result = await client.leads.update(changed)
        assert result.status == "lost"
        assert result is not changed
        # What was passed keeps its changes: a call that failed is made again as it was.
        assert (await client.leads.update.with_response(changed)).parse().uuid == "l-1"
    assert sent(httpx_mock) == 2 * [("/v1/leads/l-1", {"status": "lost", "phone_number": None})]


async def test_without_a_change_nothing_is_sent() -> None:
    same = lead()
    same.status = "new"
    async with JourneyBee(KEY) as client:
        assert await client.leads.update(same) is same
        with pytest.raises(UsageError, match="nothing was changed"):
            await client.leads.update.with_response(same)


async def test_nested_objects_that_were_changed_in_place_are_sent(httpx_mock: Any) -> None:
    httpx_mock.add_response(json={})
    room = read(RoomDetail, uuid="r", room_settings={"show_navigation": False})
    assert room.room_settings
    room.room_settings.show_navigation = True
    async with JourneyBee(KEY) as client:
        await client.rooms.update(room)
    assert sent(httpx_mock) == [("/v1/rooms/r", {"room_settings": {"show_navigation": True}})]


async def test_below_another_object_its_id_comes_first(httpx_mock: Any) -> None:
    httpx_mock.add_response(json={})
    note = read(LeadNote, uuid="n-1", content="x")
    note.content = "y"
    async with JourneyBee(KEY) as client:
        await client.leads.notes.update("l-1", note)
        with pytest.raises(UsageError, match=r"call leads\.notes\.update\(uuid, model\)"):
            await client.leads.notes.update(note)  # type: ignore[call-overload]
    assert sent(httpx_mock) == [("/v1/leads/l-1/notes/n-1", {"content": "y"})]


def tagged(it: Any) -> None:
    it.tags.append(it.tags[0])


def valued(it: Any) -> None:
    field = {"uuid": "c-1", "label": "Budget", "value": {"number": 1}, "options": None}
    it.custom_fields = type(it).from_dict({"custom_fields": [field]}).custom_fields


REFUSED = [
    (tagged, r"tags of the Lead was changed, .* pass tag_uuids to leads.update\(model.uuid, "),
    (valued, r"does not take a EmbeddedCustomField there: pass custom_fields to leads.update\("),
    (lambda it: setattr(it, "created_at", None), "created_at of the Lead was changed, and update_"),
    (lambda it: setattr(it, "uuid", "l-2"), "uuid of the Lead was changed"),
    (lambda it: setattr(it, "status", UNSET), "status .* UNSET cannot be sent: null is None"),
    (lambda it: it.additional_properties.update(x=1), "additional_properties of the Lead was"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
async def test_what_the_update_does_not_take_is_refused(change: Any, message: str) -> None:
    changed = lead()
    changed.status = "lost"
    change(changed)
    async with JourneyBee(KEY) as client:
        with pytest.raises(UsageError, match=message):
            await client.leads.update(changed)


async def test_other_models_are_refused() -> None:
    client: Any = JourneyBee(KEY)
    deal = read(Deal, uuid="d-1")
    with pytest.raises(UsageError, match=r"leads\.update takes a Lead, not a Deal"):
        await client.leads.update(deal)
    with pytest.raises(UsageError, match=r"not known: .* or call leads\.update\(model\.uuid, "):
        await client.leads.update(Lead.from_dict({"uuid": "l-1"}))
    with pytest.raises(UsageError, match=r"call leads\.update\(model\), and assign"):
        await client.leads.update(lead(), status="lost")
    with pytest.raises(TypeError, match=r"leads\.create\(\) too many positional arguments"):
        await client.leads.create(lead())


async def test_many_updates_take_models(httpx_mock: Any) -> None:
    httpx_mock.add_response(json={"uuid": "l-1"}, is_reusable=True)
    changed, same = lead(), lead()
    changed.status = "lost"
    async with JourneyBee(KEY, limiter=TokenBucket(100)) as client:
        results = await client.leads.update.many([changed, same, {"uuid": "l-2", "email": None}])
        assert [result.error for result in results] == [None] * 3
        assert results[1].value is same
        tagged(same)
        with pytest.raises(UsageError, match="row 1: tags of the Lead was changed"):
            await client.leads.update.many([changed, same])
    assert sorted(sent(httpx_mock)) == [
        ("/v1/leads/l-1", {"status": "lost"}),
        ("/v1/leads/l-2", {"email": None}),
    ]


async def test_the_older_api_takes_the_models_of_its_lists(httpx_mock: Any) -> None:
    httpx_mock.add_response(json={"id": 7, "uuid": "u", "updated_at": TIME})
    older = read(OlderLead, id=7, company_name="A", tags=[])
    async with LegacyJourneyBee(KEY, user_id=1) as client:
        assert await client.leads.update(older) is None
        older.company_name = "B"
        answer = await client.leads.update(older)
        assert answer is not None
        assert answer.id == 7
    ((_, body),) = sent(httpx_mock)
    assert body == {"company_name": "B"}


async def test_what_is_read_can_be_changed_and_sent() -> None:
    async with Sandbox(world="demo").client() as client:
        found = await client.leads.list().first()
        assert found is not None
        for model in (found, await client.leads.get(found.uuid)):
            model.company_name += "!"  # type: ignore[operator]
            assert (await client.leads.update(model)).company_name == model.company_name
            found = model
        (item,) = await client.leads.list().with_options(track=True).collect(limit=1)
        item.company_name = "Listed"
        assert (await client.leads.update(item)).company_name == "Listed"
        (item,) = await client.leads.list().collect(limit=1)
        with pytest.raises(UsageError, match=r"list with \.with_options\(track=True\)"):
            await client.leads.update(item)
        page = await client.deals.list().with_options(track=True)
        assert await client.deals.update(page[0]) is page[0]


def test_a_changed_model_is_sent_without_await() -> None:
    with Sandbox(world="demo").blocking_client() as client:
        found = client.leads.list().first()
        assert found is not None
        found.company_name = "Changed"
        assert client.leads.update(found).company_name == "Changed"
        (found,) = client.leads.list().with_options(track=True).collect(limit=1)
        found.company_name = "Again"
        assert client.leads.update(found).company_name == "Again"
