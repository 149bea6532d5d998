"""What a request carries: fields and files, from JSON, a form or the address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.telegram_server.errors import bad_request, breach


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a form."""

    name: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The fields of a request, all of them text as in Telegram's server, and its files."""

    fields: Mapping[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        return self.fields.get(name, default)

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def integer(self, name: str, default: int = 0, low: int | None = None, high: int | None = None) -> int:
        """A number moved into its bounds; what is no number counts as the default."""
        try:
            number = int(self.text(name) or default)
        except ValueError:
            number = default
        number = number if low is None else max(low, number)
        return number if high is None else min(high, number)

    def json(self, name: str, what: str) -> Any:
        """A field that holds JSON, or None where it is missing."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise breach(f"can't parse {what} JSON object") from None


async def read_parameters(request: web.Request) -> Parameters:
    """Read them from wherever they are."""
    fields = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        fields |= from_json(body if isinstance(body, dict) else {})
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                fields[name] = value if isinstance(value, str) else bytes(value).decode(errors="replace")
    return Parameters(fields, files)


def from_json(body: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a JSON object as a form would have them."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in body.items()
        if value is not None
    }
