"""Webhooks of the legacy API: whether a delivery is JourneyBee's, and what it says.

Imports the errors and the generated models; the client does not import it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias, cast

import attrs

from journeybee.errors import ConfigurationError, WebhookVerificationError
from journeybee.secrecy import Secret
from journeybee.webhooks.request import Body, Headers, bearer_token, json_object
from journeybee_api._runtime import Model
from journeybee_api._runtime.hidden_frames import HiddenFrames
from journeybee_api.legacy import models
from journeybee_api.legacy.webhooks import WEBHOOKS

# A text: the models load when a delivery, or something that reads type hints, asks for them.
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
# Both kinds of note come as `note`: their parent distinguishes them.
_PARENTS = {"LeadNoteWebhook": "lead_uuid", "DealNoteWebhook": "lead_deal_uuid"}


@attrs.frozen(kw_only=True)
class WebhookClaims:
    """What the token of a delivery says, and its signature vouches for.

    Attributes:
        event_id: such as ``lead_created``.
        issued_at: when the token was made; it is no id of the delivery.
        others: every other claim but ``api_key``, which is dropped. Among them may be
            ``external_settings``, which holds credentials of yours, so the repr leaves them out.
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
        id: of the event; one of the 19 of ``journeybee_api.legacy.webhooks.WEBHOOKS``, or one that
            is newer than this package.
        payload: the body, as the model of its event: ``LeadWebhook`` with ``.lead``, and so on. Of
            an event that is not known it is the JSON object. Fields that are not known are kept in
            ``additional_properties``; times are aware datetimes with ``.milliseconds``.
    """

    id: str
    payload: Payload = attrs.field(repr=False)
    claims: WebhookClaims


class Webhook:
    """Verifies and reads the deliveries of one integration; needs ``journeybee[webhooks]``.

    A delivery carries a JSON Web Token, signed by HMAC with SHA-256 (HS256), as
    ``Authorization: Bearer``. The token vouches for the event, the company and the user, for an
    hour. **It does not cover the body**, and has no id: who gets hold of a delivery can send it
    again while it is valid, and with another body of the same kind. Serve receivers over HTTPS
    only, treat the body as a hint, and fetch what matters by its uuid.

    Subscriptions of the API v1 (``client.webhooks``) are not signed in any documented way: there
    is nothing to verify, and this class is not for them.
    """

    def __init__(
        self, secret: str, *, tolerance: float = 60.0, clock: Callable[[], float] = time.time
    ) -> None:
        """Settle by what deliveries are verified.

        Args:
            secret: the UUID of the integration.
            tolerance: seconds by which the clocks of both sides may differ.
            clock: gives the Unix time in seconds.

        Raises ConfigurationError for a secret that is empty, no text or holds white space, and for
        a tolerance that is not a number of seconds.
        """
        self._secret = _checked_secret(secret)
        if not _is_seconds(tolerance):
            raise ConfigurationError(f"tolerance={tolerance!r}: give seconds, 0 or more")
        self._tolerance = tolerance
        self._clock = clock

    def unwrap(self, body: Body, headers: Headers) -> WebhookEvent:
        """Verify a delivery, then read it; raises WebhookVerificationError."""
        return self.parse(body, self.verify(headers))

    def verify(self, headers: Headers) -> WebhookClaims:
        """Check the token alone; the body has no part in it.

        Args:
            headers: of the request: a mapping or pairs, names in any case, texts or bytes; values
                may be lists, as some API gateways pass them.

        Raises WebhookVerificationError at the step ``header``, ``token``, ``claims`` or ``time``.
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
        """Read a body as the event that the claims name; it is not verified by this.

        The body may be a dict that a framework has already read from JSON. Raises
        WebhookVerificationError at the step ``body`` if it is not a JSON object, is larger than
        5 MiB or has more than 50 levels, and ``entity`` if it is about something else.
        """
        data = json_object(body)
        name = WEBHOOKS.get(claims.event_id)
        payload = data if name is None else _payload(name, claims.event_id, data)
        return WebhookEvent(id=claims.event_id, payload=cast("Payload", payload), claims=claims)

    def sign(self, event_id: str, *, expires_in: float = 3600.0, **claims: Any) -> dict[str, str]:
        """The headers of a delivery as JourneyBee would send them, for tests of receivers.

        Args:
            event_id: such as ``lead_created``.
            expires_in: seconds from now; negative for a token that has expired.
            claims: in place of, or beside, those that are made up; None takes one out.
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

        # Times are checked by the clock passed in, and a token names no audience.
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
            # Not needed, and not to be in a variable when a claim is refused.
            claims.pop("api_key", None)
            return claims
        # Raised out here, it holds no frame of the library, where the secret is a plain variable.
        raise WebhookVerificationError("token", problem)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def _checked_secret(secret: object) -> Secret:
    # No message here may quote the value.
    if not isinstance(secret, str):
        kind = type(secret).__name__
        raise ConfigurationError(f"the webhook secret must be a str, not {kind}")
    if not secret.strip():
        raise ConfigurationError("the webhook secret is empty: give the integration's UUID")
    if any(character.isspace() for character in secret):
        raise ConfigurationError(
            "the webhook secret holds white space or a line break: give the UUID alone"
        )
    return Secret(secret)


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value < math.inf


def _time(name: str, seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise WebhookVerificationError("claims", f"{name} is no time") from None


def _payload(name: str, event_id: str, data: dict[str, Any]) -> Model:
    key = _ENTITIES[name]
    entity: Any = data.get(key)
    others = sorted(set(_ENTITIES.values()) - {key})
    if not isinstance(entity, dict) or any(other in data for other in others):
        raise WebhookVerificationError("entity", f"{event_id} is about a {key}, the body is not")
    parents = {parent for parent in _PARENTS.values() if parent in entity}
    if name in _PARENTS and parents and _PARENTS[name] not in parents:
        raise WebhookVerificationError("entity", f"{event_id}: the note hangs on something else")
    model: type[Model] = getattr(models, name)
    return model.from_dict(data)
