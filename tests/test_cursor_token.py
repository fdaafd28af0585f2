"""Resume tokens: they continue exactly, and invalid ones are refused."""

from __future__ import annotations

import string
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee import ConfigurationError, JourneyBee
from journeybee.pagination import LastItemCursor, PageNumbers, Style, WholeList
from tests.list_server import IN_BODY, META, ListServer, ids, rows

STYLES: list[Style] = [PageNumbers(), META, IN_BODY, LastItemCursor(), WholeList()]


def parameters(style: Style, size: int) -> dict[str, Any]:
    if isinstance(style, PageNumbers) and not style.whole:
        return {style.size: size}
    return {"limit": size} if isinstance(style, LastItemCursor) else {}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("inclusive", [False, True])
@given(sizes=st.tuples(st.integers(0, 120), st.integers(3, 30), st.integers(1, 28)), data=st.data())
def test_a_drain_cut_anywhere_goes_on_exactly(
    style: Style, inclusive: bool, sizes: tuple[int, int, int], data: st.DataObject
) -> None:
    count, size, together = sizes
    cuts = data.draw(st.lists(st.integers(0, count), max_size=4).map(sorted))

    async def drain() -> None:
        server = ListServer(rows(count, together=min(together, size - 2)))
        server.inclusive = inclusive
        given = parameters(style, size)
        token = server.pager(style, **given).cursor
        seen: list[str] = []
        for cut in [*cuts, count + 1]:
            pager = server.pager(style, **given).from_cursor(token)
            assert pager.cursor == token
            if len(seen) < cut:
                async for item in pager:
                    seen.append(item["uuid"])
                    if len(seen) == cut:
                        break
            token = pager.cursor
        assert seen == ids(server.rows)

    anyio.run(drain)


async def test_a_cut_at_the_end_of_a_page_costs_no_request_more() -> None:
    server = ListServer(rows(100))
    pager = server.pager(PageNumbers(), per_page=10)
    async for page in pager.pages():
        token = pager.cursor
        if page.number == 4:
            break
    rest = server.pager(PageNumbers(), per_page=10).from_cursor(token)
    assert ids(await rest.collect()) == ids(server.rows[40:])
    assert len(server.asked) == 10


async def test_a_cursor_taken_while_a_page_arrives_loses_none_of_its_rows() -> None:
    server, tokens = ListServer(rows(30)), list[str]()
    pager = server.pager(PageNumbers(), per_page=10)
    pager = pager.with_options(progress=lambda _done, _total: tokens.append(pager.cursor))
    assert len(await pager.collect()) == 30
    for number, token in enumerate(tokens):
        rest = await server.pager(PageNumbers(), per_page=10).from_cursor(token).collect()
        assert ids(rest) == ids(server.rows[10 * number :])


async def test_the_token_of_a_finished_drain_goes_nowhere() -> None:
    server = ListServer(rows(30))
    pager = server.pager(PageNumbers(), per_page=10)
    await pager.collect()
    assert len(server.asked) == 3
    finished = server.pager(PageNumbers(), per_page=10).from_cursor(pager.cursor)
    assert await finished.collect() == []
    assert await finished.first() is None
    assert len(server.asked) == 3
    with pytest.raises(ValueError, match="nothing to resume"):
        await finished


async def test_the_token_tells_of_the_item_handed_out_not_of_pages_fetched_ahead() -> None:
    server = ListServer(rows(50))
    pager = server.pager(PageNumbers(), per_page=10)
    async with pager.prefetch(3) as items:
        for _ in range(7):
            await anext(items)
        await anyio.wait_all_tasks_blocked()
        token = pager.cursor
    rest = await server.pager(PageNumbers(), per_page=10).from_cursor(token).collect()
    assert ids(rest) == ids(server.rows[7:])


async def test_pages_go_on_at_a_token_too() -> None:
    server = ListServer(rows(50))
    pager = server.pager(PageNumbers(), per_page=10)
    page = await pager
    page = await page.get_next_page()
    resumed = server.pager(PageNumbers(), per_page=10).from_cursor(pager.cursor)
    page = await resumed
    assert (page.number, page.items[0]["uuid"]) == (3, "row-20")
    async with resumed.prefetch(2) as items:
        assert len([item async for item in items]) == 30


async def test_tokens_are_short_printable_and_hold_no_key_and_no_row() -> None:
    server = ListServer(rows(500))
    pager = server.pager(PageNumbers(), search="needle")
    async for item in pager:
        if item["uuid"] == "row-420":
            break
    token = pager.cursor
    assert len(token) < 300
    assert set(token) <= set(string.ascii_letters + string.digits + "-_.")
    held = urlsafe_b64decode(token[4:] + "==")
    assert b"row-" not in held
    assert b"needle" not in held


async def test_tokens_of_another_call_are_refused() -> None:
    async with JourneyBee("key") as client:
        token = client.leads.list(status="new").cursor
        client.leads.list(status="new").from_cursor(token)
        with pytest.raises(ConfigurationError, match="a cursor of list_leads, not of list_deals"):
            client.deals.list().from_cursor(token)
        for pager in (client.leads.list(), client.leads.list(status="new", per_page=20)):
            with pytest.raises(ValueError, match="list_leads with other parameters: give the same"):
                pager.from_cursor(token)


def test_tokens_of_other_versions_are_refused_by_name() -> None:
    pager = ListServer([]).pager(PageNumbers())
    with pytest.raises(ConfigurationError, match="a cursor of version jb3: this package reads jb2"):
        pager.from_cursor("jb3." + pager.cursor[4:])


def made_up(content: str, version: str = "jb1") -> str:
    data = content.encode()
    check = blake2b(data, digest_size=4).digest()
    return f"{version}.{urlsafe_b64encode(check + data).decode().rstrip('=')}"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "jb1.",
        "jb1.AAAA",
        "jb1." + "A" * 5000,
        "jb1.äöü",
        "next-page",
        made_up("[" * 100_000)[:4000],
        made_up("{}"),
        made_up('["list_rows","0",1,0,0,0,null,0]'),
        made_up('["list_rows","0",1,-1,0,0,null,0,0,""]'),
        made_up('["list_rows","0",1,0,0,1e400,null,0,0,""]'),
        made_up('["list_rows","0",true,0,0,0,null,0,0,""]'),
        made_up('["list_rows","0",0,0,0,0,null,0,0,""]'),
        made_up('["list_rows","0","cursor",0,0,0,null,0,0,""]'),
        made_up('["list_rows","0",{},0,0,0,null,0,0,""]'),
        made_up('["list rows\\n","0",1,0,0,0,null,0,0,""]'),
        made_up('["list_rows",7,1,0,0,0,null,0,0,""]'),
        made_up('["list_rows","0",1,0,0,0,null,0,2,""]'),
        made_up('["list_rows","0",1,0,0,0,null,0,0,"AAAA"]'),
        made_up('["list_rows","0",1,0,0,0,null,0,0,7]'),
        made_up('["list_rows","0",1,0,0,0,null,0,0,""]', "jb2"),
        made_up('["list_rows","0",1,0,0,0,null,0,0,"",-1,null,null,""]', "jb2"),
        made_up('["list_rows","0",1,0,0,0,null,0,0,"",0,"search",9,""]', "jb2"),
        made_up('["list_rows","0",1,0,0,0,null,0,0,"",0,"pageSize",0,""]', "jb2"),
        made_up('["list_rows","0",1,0,0,0,null,0,0,"",0,"",9,""]', "jb2"),
        made_up('["list_rows","0",1,0,0,0,null,0,0,"",0,7,9,""]', "jb2"),
        made_up('["list_rows","0",1,0,0,0,null,0,0,"",0,null,null,"AAAA"]', "jb2"),
    ],
)
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(ConfigurationError, match=r"invalid cursor: pass a value of Pager\.cursor"):
        ListServer([]).pager(PageNumbers()).from_cursor(token)


@given(position=st.integers(), replacement=st.sampled_from(string.ascii_letters + string.digits))
def test_a_token_that_was_changed_is_refused(position: int, replacement: str) -> None:
    pager = ListServer([]).pager(PageNumbers())
    token = pager.cursor
    place = position % len(token)
    changed = token[:place] + replacement + token[place + 1 :]
    if urlsafe_b64decode(changed[4:] + "==") == urlsafe_b64decode(token[4:] + "=="):
        changed = "x" + token
    with pytest.raises(ConfigurationError):
        pager.from_cursor(changed)


@given(st.text())
def test_no_text_does_any_harm(text: str) -> None:
    for token in (text, "jb1." + text, "jb2." + text):
        with pytest.raises(ConfigurationError):
            ListServer([]).pager(PageNumbers()).from_cursor(token)
