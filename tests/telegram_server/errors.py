"""Refusals, in Telegram's words."""

from collections.abc import Mapping


class ApiError(Exception):
    """A request that Telegram refuses.

    A *breach* is one that no correct bot ever makes: it is among the server's problems, whatever the bot makes of it.
    """

    def __init__(
        self, code: int, description: str, *, breach: bool = False, parameters: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.breach = breach
        self.parameters = dict(parameters or {})

    def body(self) -> dict[str, object]:
        answer: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**answer, "parameters": self.parameters} if self.parameters else answer


def bad_request(reason: str, *, breach: bool = False) -> ApiError:
    """Refuse with 400; the first letter of the *reason* is lowered as Telegram does."""
    words = reason if reason[1:2].isupper() else reason[:1].lower() + reason[1:]
    return ApiError(400, f"Bad Request: {words}", breach=breach)


def breach(reason: str) -> ApiError:
    """Refuse what no correct bot asks for."""
    return bad_request(reason, breach=True)


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


def too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds})
