"""Reads multipart bodies with the standard library, which shares no code with their writer."""

from __future__ import annotations

import email


def parts_of(content_type: str, body: bytes) -> list[tuple[str, str | None, str, bytes]]:
    """Name, file name, content type and content of each part, as the standard library reads it."""
    message = email.message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    result = []
    for part in message.get_payload():
        assert isinstance(part, email.message.Message)
        assert set(part.keys()) <= {"Content-Disposition", "Content-Type"}
        name = part.get_param("name", header="Content-Disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        result.append((str(name), part.get_filename(), part.get_content_type(), content))
    return result
