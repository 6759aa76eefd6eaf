"""What the routes of the EPCIS 2.0 interface share: version, headers, media types."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Header, Request, Response

from genealogy.errors import UsageError

SPOKEN = ("2.0", "2.0.0")
HEADERS = {"GS1-EPCIS-Version": "2.0.0", "GS1-CBV-Version": "2.0.0"}
JSON, LD = "application/json", "application/ld+json"


class NotSpokenError(UsageError):
    """Another version or syntax of EPCIS than this service speaks."""

    code = "epcis_version"
    status = 406


def spoken(
    version: Annotated[str | None, Header(alias="GS1-EPCIS-Version", description="The version that is spoken.")] = None,
) -> None:
    """Raises NotSpokenError where a request asks for another version."""
    if version and version not in SPOKEN:
        raise NotSpokenError(f"EPCIS {version} is not spoken here; leave GS1-EPCIS-Version out, or send 2.0.0")


def kind_of(request: Request) -> str:
    """The media type of an answer; raises NotSpokenError where only XML would be taken."""
    accepted = request.headers.get("accept", "")
    if "xml" in accepted and not any(each in accepted for each in ("json", "*/*")):
        raise NotSpokenError("events are answered in JSON; accept application/json or application/ld+json")
    return LD if LD in accepted else JSON


def answer(document: dict[str, Any], headers: dict[str, str] | None = None, kind: str = JSON) -> Response:
    """A JSON answer with the headers of the standard."""
    return Response(orjson.dumps(document), headers=HEADERS | (headers or {}), media_type=kind)
