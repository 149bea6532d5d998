"""One request of a bot, and the methods that there are."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

from tests.telegram_server.parameters import Parameters
from tests.telegram_server.world import Bot, World


@dataclass(eq=False, slots=True)
class Request:
    """What a bot asked for. It stays in ``calls`` with what it was told; status 0 is no answer at all."""

    world: World
    bot: Bot
    method: str
    parameters: Parameters
    at: float
    problems: list[str] = field(default_factory=list, repr=False)
    status: int = 0
    answer: object = None

    @property
    def now(self) -> float:
        return self.world.clock.now()

    def problem(self, text: str) -> None:
        """Note a breach of contract that Telegram lets pass, or not."""
        self.problems.append(f"{self.method}: {text}")

    def __getitem__(self, name: str) -> str:
        """A parameter as it came, for tests."""
        return self.parameters.fields[name]


Handler: TypeAlias = Callable[[Request], object | Awaitable[object]]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True, slots=True)
class Method:
    """How a method is answered, and what it may be given."""

    name: str
    handler: Handler
    parameters: frozenset[str]


METHODS: Final[dict[str, Method]] = {}


def method(name: str, parameters: str = "") -> Callable[[H], H]:
    """Make a function the answer to a method that takes these *parameters*."""

    def register(handler: H) -> H:
        # Telegram's server does not mind capitals in the names of methods.
        METHODS[name.lower()] = Method(name, handler, frozenset(parameters.split()))
        return handler

    return register
