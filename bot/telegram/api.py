"""Raw calls of the Bot API: what Telegram answered, whatever it was, or that nobody knows whether it was heard."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from telegram import InputFile
from telegram.error import BadRequest, TelegramError
from telegram.request import BaseRequest, RequestData

# The only way to make the data of a request that is kept as JSON.
from telegram.request._requestparameter import RequestParameter

from bot.telegram.request import NotSent

Json: TypeAlias = dict[str, Any]

# What these say of a token or a chat is true only if Telegram says it.
_ABOUT_US: Final = (401, 403, 404)


class TokenRefused(Exception):
    """Telegram does not know the token. The text is for the person who set it."""

    def __init__(self) -> None:
        super().__init__("Telegram does not accept GRAPPOLO_TOKEN. Copy the whole token from @BotFather into .env")


class NotReached(Exception):
    """The call was certainly not heard: it may be made again."""


class Unheard(Exception):
    """The call may have been heard, and the answer was lost."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram said to a call."""

    code: int
    result: Any = None
    description: str = ""
    retry_after: int | None = None
    migrated_to: int | None = None

    @property
    def ok(self) -> bool:
        """Whether it did as it was told."""
        return self.code == 200

    def says(self, *texts: str) -> bool:
        """Whether one of *texts* is in the description, in whichever case."""
        return any(text in self.description.casefold() for text in texts)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a call, as it is kept in JSON."""

    parameter: str
    name: str
    content: str
    """In Base64."""

    @property
    def as_parameter(self) -> RequestParameter:
        """As python-telegram-bot sends it."""
        return RequestParameter.from_input(self.parameter, InputFile(b64decode(self.content), filename=self.name))


@dataclass(frozen=True, slots=True)
class Api:
    """The Bot API of one bot."""

    request: BaseRequest
    base_url: str = field(repr=False)
    """Ends with the token."""

    async def call(
        self, method: str, arguments: Mapping[str, Any], wait: float = 0.0, upload: Upload | None = None
    ) -> Answer:
        """Call *method*; Telegram may take *wait* seconds longer than usual. Raises *NotReached* and *Unheard*."""
        patience = (self.request.read_timeout or 0.0) + wait
        parameters = [RequestParameter(name, value, None) for name, value in arguments.items()]
        data = RequestData([*parameters, upload.as_parameter] if upload else parameters)
        try:
            code, payload = await self.request.do_request(
                f"{self.base_url}/{method}", "POST", data, read_timeout=patience
            )
        except BadRequest as error:
            return Answer(400, description=error.message)
        except NotSent as error:
            raise NotReached(error.message) from None
        except TelegramError as error:
            raise Unheard(error.message) from None
        return _answer(code, payload)


def _answer(code: int, payload: bytes) -> Answer:
    try:
        body = json.loads(payload)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        # Telegram speaks JSON: this is a proxy or a gateway, or what is left of an answer that was cut off.
        if code == 200:
            raise Unheard("the answer is no JSON")
        return Answer(502 if code in _ABOUT_US else code)
    found = body.get("parameters")
    numbers = (
        {name: value for name, value in found.items() if isinstance(value, int)} if isinstance(found, dict) else {}
    )
    return Answer(
        code,
        body.get("result"),
        str(body.get("description", "")),
        numbers.get("retry_after"),
        numbers.get("migrate_to_chat_id"),
    )
