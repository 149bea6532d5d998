"""What goes wrong between a bot and Telegram, on demand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tests.telegram_server.errors import ApiError
from tests.telegram_server.requests import Request
from tests.telegram_server.updates import Update

Match: TypeAlias = Mapping[str, object] | Callable[[Request], bool]


@dataclass(eq=False, slots=True)
class Fault:
    """One fault, which happens to a *method* as many *times* as it says; ``"*"`` is every method.

    *match* says which requests: those with these parameters, or for which a function holds. *error* refuses:
    ``(500, "Internal Server Error")``, or ``(429, "Too Many Requests: retry after 3", 3)``. *raw* answers with
    bytes that are no JSON; *cut* executes, and answers with half of the JSON. *delay* and *delay_after* wait before and
    after it is executed; *drop* closes the connection before or after. In ``delivering`` a webhook's update *lose_ack*
    does not hear the bot's answer, and *duplicate* delivers twice.
    """

    method: str = "*"
    times: int = 1
    match: Match = field(default_factory=dict)
    error: tuple[int, str] | tuple[int, str, int] | None = None
    raw: tuple[int, bytes] | None = None
    cut: bool = False
    delay: float = 0.0
    delay_after: float = 0.0
    drop: Literal["", "before", "after"] = ""
    lose_ack: bool = False
    duplicate: bool = False
    happened: int = 0

    @property
    def is_of_delivery(self) -> bool:
        return self.lose_ack or self.duplicate

    def refusal(self) -> ApiError | None:
        if self.error is None:
            return None
        parameters = {"retry_after": self.error[2]} if len(self.error) == 3 else {}
        return ApiError(self.error[0], self.error[1], parameters=parameters)

    def fits(self, request: Request) -> bool:
        if self.is_of_delivery or self.method.lower() not in {"*", request.method.lower()}:
            return False
        if callable(self.match):
            return self.match(request)
        fields = request.parameters.fields
        return all(fields.get(name) == str(value) for name, value in self.match.items())


class Faults:
    """Those that are still to happen, in their order."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._coming.append(fault)
        return fault

    def of_request(self, request: Request) -> Fault | None:
        return self._take(lambda fault: fault.fits(request))

    def of_delivery(self, update: Update) -> Fault | None:
        return self._take(lambda fault: fault.is_of_delivery and fault.method in {"*", update.kind})

    def _take(self, fits: Callable[[Fault], bool]) -> Fault | None:
        for fault in self._coming:
            if fault.happened < fault.times and fits(fault):
                fault.happened += 1
                return fault
        return None
