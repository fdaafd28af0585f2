"""Webhooks of the legacy API: verifies deliveries and reads their events.

Imports the errors and the generated models; the client does not import it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, TypeAlias, cast

import attrs

from journeybee.errors import ConfigurationError, WebhookVerificationError
from journeybee.settings.secrecy import Secret
from journeybee.webhooks.request import Body, Headers, bearer_token, json_object
from journeybee_api._runtime import Model
from journeybee_api._runtime.hidden_frames import HiddenFrames
from journeybee_api.legacy import models
from journeybee_api.legacy.webhooks import WEBHOOKS

# A string, so that the models load with the first delivery or `get_type_hints`.
Payload: TypeAlias = "models.LeadWebhook | models.DealWebhook | models.PartnershipWebhook | models.LeadNoteWebhook | models.DealNoteWebhook | models.MessageWebhook | dict[str, Any]"  # noqa: E501 - pyright takes no text in parts

_CLAIMS = ("company_uuid", "user_uuid", "event_id", "iat", "exp")
_ENTITIES = {
    "LeadWebhook": "lead",
    "DealWebhook": "deal",
    "PartnershipWebhook": "partnership",
    "LeadNoteWebhook": "note",
    "DealNoteWebhook": "note",
    "MessageWebhook": "message",
}
# The table of a client of v1 that has the row, and the list of a mirror that it is in.
_TABLES = {"LeadWebhook": "leads", "DealWebhook": "deals", "PartnershipWebhook": "partners"}
# Both kinds of note are `note` in JSON: their parent distinguishes them.
_PARENTS = {"LeadNoteWebhook": "lead_uuid", "DealNoteWebhook": "lead_deal_uuid"}


@attrs.frozen(kw_only=True)
class WebhookClaims:
    """The signed claims in the token of a delivery.

    Attributes:
        event_id: such as `lead_created`.
        issued_at: when the token was created; not an id of the delivery.
        others: every other claim but `api_key`, which is dropped. The repr omits them, because
            `external_settings` among them may contain credentials.

    .. versionadded:: 0.1
    """

    event_id: str
    company_uuid: str
    user_uuid: str
    issued_at: datetime
    expires_at: datetime
    others: Mapping[str, Any] = attrs.field(factory=dict[str, Any], repr=False)


@attrs.frozen(kw_only=True)
class WebhookEvent:
    """One delivery.

    Attributes:
        id: of the event; one of the 19 in `journeybee_api.legacy.webhooks.WEBHOOKS`, or a newer
            one.
        payload: the body as the model of its event: `LeadWebhook` with `.lead`, and so on; for
            an unknown event, the JSON object. Unknown fields are kept in
            `additional_properties`; times are aware datetimes with `.milliseconds`.

    .. versionadded:: 0.1
    """

    id: str
    payload: Payload = attrs.field(repr=False)
    claims: WebhookClaims

    @property
    def subject(self) -> tuple[str, str] | None:
        """The list of API v1 and the uuid of the row, such as `("leads", uuid)`.

        For a note of a lead it is `("lead_notes", uuid of the lead)`; None if v1 has no such list.
        """
        table, keys = self._row
        return ("lead_notes" if table == "leads.notes" else table, keys[0]) if keys else None

    def fetch(self, client: Any) -> Any:
        """Get the row as it is now, since the body of a delivery proves nothing.

        Args:
            client: a client of API v1.

        Returns:
            The model of the row; an awaitable of it, unless the client is a blocking one. It raises
            NotFoundError where the row is deleted.

        Raises:
            ValueError: v1 has no such row, as for messages and unknown events.
        """
        table, keys = self._row
        if not keys:
            raise ValueError(f"API v1 cannot get the row of {self.id}: fetch what it concerns")
        return attrgetter(table)(client).get(*keys)

    @property
    def _row(self) -> tuple[str, list[str]]:
        """The table of a client of v1, and the arguments of its `get`; none if there is no row."""
        kind = type(self.payload).__name__
        entity: Any = getattr(self.payload, _ENTITIES.get(kind, ""), None)
        names = ["lead_uuid", "uuid"] if kind == "LeadNoteWebhook" else ["uuid"]
        table = "leads.notes" if kind == "LeadNoteWebhook" else _TABLES.get(kind, "")
        keys = [getattr(entity, name, None) for name in names]
        if not table or not all(isinstance(key, str) and key for key in keys):
            return "", []
        return table, cast("list[str]", keys)


class Webhook:
    """Verifies and reads the deliveries of one integration; needs `journeybee[webhooks]`.

    A delivery carries a JSON Web Token, signed by HMAC with SHA-256 (HS256), as
    `Authorization: Bearer`. The token proves the event, the company and the user, for an hour.
    **It does not cover the body**, and has no id: with a copy of a delivery, an attacker can send
    it again while it is valid, and with another body of the same kind. Serve receivers over HTTPS
    only, treat the body as a hint, and fetch the data that matters by its uuid.

    Subscriptions of the API v1 (`client.webhooks`) are not signed in any documented way:
    this class cannot verify them.

    .. versionadded:: 0.1
    """

    def __init__(
        self, secret: str, *, tolerance: float = 60.0, clock: Callable[[], float] = time.time
    ) -> None:
        """Configure the verification.

        Args:
            secret: the UUID of the integration.
            tolerance: seconds by which the clocks of both sides may differ.
            clock: returns the Unix time in seconds.

        Raises:
            ConfigurationError: the secret is empty, not a text or contains white space, or the
                tolerance is not a number of seconds.
        """
        self._secret = _checked_secret(secret)
        if not _is_seconds(tolerance):
            raise ConfigurationError(f"tolerance={tolerance!r}: give seconds, 0 or more")
        self._tolerance = tolerance
        self._clock = clock

    def unwrap(self, body: Body, headers: Headers) -> WebhookEvent:
        """Verify a delivery, then read it.

        Raises:
            WebhookVerificationError: as `verify` and `parse`.
        """
        return self.parse(body, self.verify(headers))

    def verify(self, headers: Headers) -> WebhookClaims:
        """Verify the token, which does not cover the body.

        Args:
            headers: of the request: a mapping or pairs, names in any case, texts or bytes; values
                may be lists, as some API gateways pass them.

        Raises:
            WebhookVerificationError: at the step `header`, `token`, `claims` or `time`.
        """
        claims = self._decode(bearer_token(headers))
        now, tolerance = self._clock(), self._tolerance
        for name in _CLAIMS:
            kind = int | float if name in {"iat", "exp"} else str
            if not isinstance(claims.get(name), kind) or isinstance(claims[name], bool):
                raise WebhookVerificationError("claims", f"{name} is missing or of another type")
        if now > claims["exp"] + tolerance:
            raise WebhookVerificationError("time", "the token has expired")
        if claims["iat"] > now + tolerance:
            raise WebhookVerificationError("time", "the token was issued in the future")
        return WebhookClaims(
            event_id=claims["event_id"],
            company_uuid=claims["company_uuid"],
            user_uuid=claims["user_uuid"],
            issued_at=_time("iat", claims["iat"]),
            expires_at=_time("exp", claims["exp"]),
            others={k: v for k, v in claims.items() if k not in _CLAIMS},
        )

    @staticmethod
    def parse(body: Body, claims: WebhookClaims) -> WebhookEvent:
        """Read a body as the event that the claims name, without verifying it.

        The body may be a dict that a framework has already parsed from JSON.

        Raises:
            WebhookVerificationError: at the step `body` if it is not a JSON object, is larger
                than 5 MiB or has more than 50 levels; at `entity` if it is another event's.
        """
        data = json_object(body)
        name = WEBHOOKS.get(claims.event_id)
        payload = data if name is None else _payload(name, claims.event_id, data)
        return WebhookEvent(id=claims.event_id, payload=cast("Payload", payload), claims=claims)

    def sign(self, event_id: str, *, expires_in: float = 3600.0, **claims: Any) -> dict[str, str]:
        """The headers of a delivery as JourneyBee would send them, for tests of receivers.

        Args:
            event_id: such as `lead_created`.
            expires_in: seconds from now; negative for a token that has expired.
            claims: replace or complete the generated ones; None removes one.
        """
        import jwt

        now = self._clock()
        made_up = {"company_uuid": "company", "user_uuid": "user", "iat": now}
        payload = {**made_up, "event_id": event_id, "exp": now + expires_in, **claims}
        payload = {name: value for name, value in payload.items() if value is not None}
        token = jwt.encode(payload, self._secret.reveal(), algorithm="HS256")
        return {"Authorization": f"Bearer {token}"}

    def _decode(self, token: str) -> dict[str, Any]:
        import jwt

        # The clock that was passed in checks the times, and a token has no audience.
        names = ("exp", "iat", "nbf", "aud", "iss", "sub", "jti")
        unchecked: Any = {f"verify_{name}": False for name in names}
        problem = "not a JSON Web Token"
        try:
            with HiddenFrames():
                claims = jwt.decode(
                    token,
                    self._secret.reveal(),
                    algorithms=["HS256"],
                    options=unchecked,
                )
        except jwt.InvalidSignatureError:
            problem = "signed with another secret"
        except jwt.InvalidAlgorithmError:
            problem = "not signed with HS256"
        except (jwt.PyJWTError, ValueError, RecursionError):
            pass
        else:
            # Not needed, and must not be in a variable when a claim is refused.
            claims.pop("api_key", None)
            return claims
        # Raised outside of the handler: a frame of the library has the secret in a variable.
        raise WebhookVerificationError("token", problem)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def _checked_secret(secret: object) -> Secret:
    # No message may quote the value.
    if not isinstance(secret, str):
        kind = type(secret).__name__
        raise ConfigurationError(f"the webhook secret must be a str, not {kind}")
    if not secret.strip():
        raise ConfigurationError("the webhook secret is empty: pass the integration's UUID")
    if any(character.isspace() for character in secret):
        raise ConfigurationError(
            "the webhook secret contains white space or a line break: pass the UUID alone"
        )
    return Secret(secret)


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value < math.inf


def _time(name: str, seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise WebhookVerificationError("claims", f"{name} is not a time") from None


def _payload(name: str, event_id: str, data: dict[str, Any]) -> Model:
    key = _ENTITIES[name]
    entity: Any = data.get(key)
    others = sorted(set(_ENTITIES.values()) - {key})
    if not isinstance(entity, dict) or any(other in data for other in others):
        raise WebhookVerificationError("entity", f"{event_id} is about a {key}, the body is not")
    parents = {parent for parent in _PARENTS.values() if parent in entity}
    if name in _PARENTS and parents and _PARENTS[name] not in parents:
        raise WebhookVerificationError("entity", f"{event_id}: the note belongs to something else")
    model: type[Model] = getattr(models, name)
    return model.from_dict(data)
