"""The signals of a reading: all that its confidence depends on."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks against a reading: each is 0 where nothing does, and the more the worse."""

    unexplained: int = 0
    """How many pieces of the question nothing explains."""
    missing: float = 0.0
    """What those pieces weigh together."""
    heaviest: float = 0.0
    """What the heaviest of them weighs."""
    weakest: float = 0.0
    """How far the worst written of its names, cues and values is from a form that is known, 0 to 1."""
    rival: float = 0.0
    """How near the strongest other reading comes to it: 0 there is none, 1 it is as strong or stronger."""
    strange: float = 0.0
    """1 if one of those pieces is a name that nobody here knows."""
    free: float = 0.0
    """1 for a topic that is not named: it is only like the question, no word was read as a field."""
    unlike: float = 0.0
    """Of such a topic: how unlike its samples the question is, 0 to 1."""
    unheard: float = 0.0
    """Of such a topic, in place of the first three: what the words weigh together that none of its samples has."""
    loudest: float = 0.0
    """Of such a topic: what the heaviest of these weighs."""

    def values(self) -> tuple[float, ...]:
        """In the order of ``NAMES``."""
        return (
            self.unexplained, self.missing, self.heaviest, self.weakest, self.rival, self.strange, self.free,
            self.unlike, self.unheard, self.loudest,
        )  # fmt: skip


NAMES = tuple(field.name for field in fields(Signals))
