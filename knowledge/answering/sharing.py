"""Which part of a budget comes from a fund, and how much remains: a share of what is stated, in one currency."""

from decimal import Decimal

from knowledge.answering.outcomes import Share
from knowledge.model.base import Base
from knowledge.model.values import Money
from knowledge.reading.readings import Reading
from knowledge.stating.statements import statements
from knowledge.stating.values import Related, Stated


def share(base: Base, reading: Reading) -> Share | None:
    """The part of the budget that the funds meant pay together; None where one of the two is not stated.

    What is in another currency than the budget, or more than it, has no share.
    """
    entry = base[reading.subjects[0]]
    funds = {condition.value for condition in reading.conditions}
    parts = tuple(
        stated
        for stated in statements(base, entry, "contribution")
        if isinstance(stated.value, Related) and (not funds or stated.value.entry in funds)
    )
    whole = next(iter(statements(base, entry, "budget")), None)
    if whole is None or not isinstance(whole.value, Money) or not parts:
        return None
    paid = [_in(whole.value.currency, part) for part in parts]
    together = sum((amount for amount in paid if amount is not None), Decimal(0))
    if None in paid or not 0 < together <= whole.value.amount:
        return None
    rest = Money(amount=whole.value.amount - together, currency=whole.value.currency)
    return Share(entry.id, parts, whole, together / whole.value.amount, rest)


def _in(currency: str, part: Stated) -> Decimal | None:
    match part.value:
        case Related(money=Money(amount=amount, currency=same)) if same == currency:
            return amount
        case _:
            return None
