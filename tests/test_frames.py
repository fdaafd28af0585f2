"""Lists as tables: typed columns, nothing lost, and the same rows in each library."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from journeybee import ConfigurationError, JourneyBee, Page
from journeybee.saleshandy import Saleshandy
from journeybee.sandbox import Sandbox
from tests.cli.libraries import library

ODD = {
    "uuid": "1",
    "first_name": "\ud800",
    "email": "ada@b.example",
    "status": 5,
    "created_at": "2025-08-20T12:00:00.1234567Z",
    "tags": [{"uuid": "a", "label": "b", "new": True}],
    "score": 7,
}
PARTNER = {"uuid": "p", "name": "Cedar <b>"}
PLAIN = {"uuid": "2", "partner": PARTNER, "tags": [{"uuid": "a", "label": "b"}]}


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(world="tiny", rate_limit=None)


def answering(rows: list[dict[str, Any]]) -> JourneyBee:
    body = {"data": rows, "pagination": {"page": 1, "per_page": 100, "total": len(rows)}}
    content = json.dumps(body).encode()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    return JourneyBee("key", http_client=httpx.AsyncClient(transport=transport))


async def test_a_table_has_typed_columns_and_all_rows(sandbox: Sandbox) -> None:
    leads = await sandbox.client().leads.list().collect()
    table = await sandbox.client().leads.list(per_page=5).to_arrow()
    types = {field.name: str(field.type) for field in table.schema}
    assert types["created_at"] == "timestamp[us, tz=UTC]"
    assert types["email"] == types["tags"] == types["_extra"] == "string"
    assert table.column("uuid").to_pylist() == [lead.uuid for lead in leads]
    assert table.column("created_at").to_pylist() == [lead.created_at for lead in leads]
    tags = [tag.to_dict() for tag in leads[0].tags]
    assert json.loads(table.column("tags").to_pylist()[0]) == tags


async def test_structs_hold_nested_values(sandbox: Sandbox) -> None:
    leads = await sandbox.client().leads.list().collect()
    table = await sandbox.client().leads.list().to_arrow(nested="struct")
    assert str(table.schema.field("partner").type) == "struct<uuid: string, name: string>"
    first = table.to_pylist()[0]
    assert first["tags"] == [tag.to_dict() for tag in leads[0].tags]
    assert first["partner"] == (leads[0].partner.to_dict() if leads[0].partner else None)


@pytest.mark.parametrize("nested", ["json", "struct"])
async def test_what_does_not_fit_a_column_is_in_extra(nested: Any) -> None:
    table = await answering([ODD, PLAIN]).leads.list().to_arrow(nested=nested)
    odd, plain = table.to_pylist()
    assert odd["email"] == "ada@b.example"
    lost = {"first_name", "status", "created_at", "score"}
    lost |= {"tags"} if nested == "struct" else set()
    assert json.loads(odd["_extra"]) == {name: ODD[name] for name in lost}
    assert plain["_extra"] is None
    assert plain["partner"] == (PARTNER if nested == "struct" else json.dumps(PARTNER))


async def test_no_rows_have_the_same_columns(sandbox: Sandbox) -> None:
    full = await sandbox.client().leads.list().to_arrow()
    assert (await answering([]).leads.list().to_arrow()).schema == full.schema


async def test_rows_of_a_list_without_a_model(sandbox: Sandbox) -> None:
    with sandbox.serve() as server:
        saleshandy = library("journeybee.saleshandy").Saleshandy(
            server.api_key, base_url=server.url_of("saleshandy")
        )
        async with saleshandy as client:
            table = await client.analytics.team_stats(limit=50).to_arrow()
    assert table.schema.names == ["_extra"]
    assert all(json.loads(row) for row in table.column("_extra").to_pylist())


async def test_pandas_keeps_integers_and_times(sandbox: Sandbox) -> None:
    frame = await sandbox.client().products.list().to_pandas()
    products = await sandbox.client().products.list().collect()
    assert list(frame["uuid"]) == [product.uuid for product in products]
    assert str(frame["created_at"].dtype) == "datetime64[us, UTC]"
    calls = sandbox.client().analytics.partner_engagement_leaderboard(limit=5)
    assert str((await calls.to_pandas())["unique_users"].dtype) == "Int64"


@pytest.mark.thorough
async def test_polars_has_the_rows_of_arrow(sandbox: Sandbox) -> None:
    table = await sandbox.client().leads.list().to_arrow(nested="struct")
    frame = await sandbox.client().leads.list().to_polars(nested="struct")
    assert frame.to_dicts() == table.to_pylist()
    assert frame["created_at"][0].tzinfo is not None


@pytest.mark.thorough
async def test_duckdb_queries_a_table(sandbox: Sandbox) -> None:
    leads = await sandbox.client().leads.list().to_arrow()
    connection = library("duckdb").connect()
    connection.register("leads", leads)
    count = "select count(*) from leads where created_at > '2020-01-01'"
    assert connection.execute(count).fetchone() == (leads.num_rows,)


def test_the_blocking_client_has_tables(sandbox: Sandbox) -> None:
    with sandbox.blocking_client() as client:
        assert client.leads.list().to_arrow().num_rows == 12
        assert len(client.leads.list().to_pandas()) == 12


async def test_a_missing_library_is_named(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(library("sys").modules, "pandas", None)
    with pytest.raises(ConfigurationError, match=r'pip install "journeybee\[pandas\]"'):
        await sandbox.client().leads.list().to_pandas()
    with pytest.raises(ConfigurationError, match="neither 'json' nor 'struct'"):
        await sandbox.client().leads.list().to_arrow(nested="xml")  # type: ignore[arg-type]


async def test_a_page_in_a_notebook_is_a_table(sandbox: Sandbox) -> None:
    page: Page[Any] = await answering([{**ODD, "company_name": "<script>"}, PLAIN]).leads.list()
    html = library("typing").cast("Any", page)._repr_html_()
    assert "<th>email</th>" in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "2 rows" in html


async def test_each_page_is_a_table_of_the_same_columns(sandbox: Sandbox) -> None:
    arrow, pandas, polars = library("pyarrow"), library("pandas"), library("polars")
    async with sandbox.client() as client:
        pager = client.leads.list(per_page=3)
        whole = await pager.to_arrow(nested="struct")
        pages = [page.to_arrow(nested="struct") async for page in pager.pages()]
        assert len(pages) > 1
        assert arrow.concat_tables(pages) == whole
        page = await pager
        before = len(sandbox.requests)
        pandas.testing.assert_frame_equal(page.to_pandas(), (await pager.to_pandas())[:3])
        assert page.to_polars().equals(polars.from_arrow(page.to_arrow()))
        nothing = await client.leads.list(search="not there")
        assert nothing.to_arrow(nested="struct").schema == whole.schema
        assert len(sandbox.requests) > before
    with sandbox.blocking_client() as blocking:
        assert blocking.leads.list(per_page=3).page().to_arrow() == page.to_arrow()


async def test_a_pager_in_a_notebook_says_what_it_lists(sandbox: Sandbox) -> None:
    async with sandbox.client() as client:
        before = len(sandbox.requests)
        pager: Any = client.leads.list(search="<b>", per_page=3)
        html = pager._repr_html_()
        assert len(sandbox.requests) == before
        assert "await it for the first page" in html
        assert "GET /leads/?search=&lt;b&gt;&amp;per_page=3</code>: nothing fetched yet" in html
        assert "<th>email</th>" in html
        assert "<td>datetime</td>" in html
        await pager
        assert "0 items fetched in 1 requests" in pager._repr_html_()
    with sandbox.blocking_client() as blocking:
        shown: Any = blocking.leads.list()
        assert "iterate it, or call page()" in shown._repr_html_()
    odd: Any = Saleshandy("key").analytics.team_stats()
    assert "<table>" not in odd._repr_html_()
