"""How long things may take, and how long is waited before they are tried again."""

from dataclasses import dataclass
from datetime import timedelta

from bot.storage.inbox import BACK_OFF


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of one bot; all times are seconds."""

    lanes: int = 16
    """As many chats are answered at once."""
    poll: int = 50
    """How long Telegram may keep a poll waiting; 50 is the most it does."""
    least: float = 1.0
    """The first wait after something went wrong; each further one is twice as long."""
    most: float = 30.0
    conflict: float = 30.0
    """How long another instance with the same token is left alone."""
    stop: float = 10.0
    """How long what is in flight may take when the bot is stopped."""
    lease: timedelta = timedelta(minutes=2)
    attempts: tuple[float, ...] = BACK_OFF
    """The waits between the attempts to answer one update."""
    alone: float = 1.0
    """How often it is looked whether another process that does the same has ended."""
    look: float = 1.0
    """How often the inbox is looked at where other processes fill it as well, whether or not they tell."""
    others: float = 0.05
    """How long a process leaves to another one what that has just kept."""
    watch: float = 3.0
    """How often it is looked whether the other processes are still there."""
    post: float = 1.0
    """How often it is looked whether there is something to send that nobody has just asked for."""
    check: float = 30.0
    """How often it is looked whether something is wrong that the owners should know."""
    inspect: float = 300.0
    """How often a file of SQLite is looked at for damage."""
    pulse: float = 60.0
    """How often whoever watches from outside is told that all is well."""
    erased: float = 30.0
    """How often the list of who was erased is brought up to date beside the backups."""
    second: float = 1.0
    """How long one second of Telegram's limits is: less only where time is made to pass faster."""
    tidy: float = 3600.0
    """How often what is too old is forgotten."""

    def wait(self, failures: int) -> float:
        """The wait after so many failures in a row, from 1.

        >>> [Pace().wait(failures) for failures in (1, 2, 3, 99)]
        [1.0, 2.0, 4.0, 30.0]
        """
        return float(min(self.most, self.least * 2 ** min(failures - 1, 30)))
