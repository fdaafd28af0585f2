"""The content of the partner portal: assets, resources and rooms."""

from __future__ import annotations

from journeybee.sandbox.store.items import Item
from journeybee.sandbox.world.builder import Builder, references


def portal_content(world: Builder) -> None:
    """Assets, and resources and rooms that show them."""
    for number in range(1, world.size.assets + 1):
        name = f"file-{number}.pdf"
        world.add(
            "assets",
            file_name=name,
            file_url=f"https://files.example/{name}",
            mime_type="application/pdf",
            size=world.random.randint(10_000, 5_000_000),
            category="resource",
            resource_type="partner",
        )
    assets = world.items("assets")
    for number, title in enumerate(("Pitch deck", "Price list", "Playbook", "Case study"), 1):
        _resource(world, title, assets)
        _room(world, number, title)


def _resource(world: Builder, title: str, assets: list[Item]) -> None:
    resource = world.add("resources", title=title, resource_type="partner")
    for series, kind in enumerate(("text", "document"), 1):
        world.add(
            "resources/blocks",
            resource["uuid"],
            type=kind,
            series=series,
            title=title,
            content={"markdown": f"# {title}"} if kind == "text" else None,
            asset_uuid=world.pick(assets)["uuid"] if kind == "document" else None,
        )


def _room(world: Builder, number: int, title: str) -> None:
    room = world.add(
        "rooms",
        label=f"{title} room",
        room_type="custom",
        live=True,
        room_visibility="all",
        series=number,
        partner_type="referral",
        tiers=references(world.some(world.items("tiers"), 2)),
    )
    for series, block in enumerate(("introduction", "text", "files"), 1):
        world.add(
            "rooms/blocks",
            room["uuid"],
            block_type=block,
            series=series,
            label=block.title(),
            content={"markdown": title},
        )
