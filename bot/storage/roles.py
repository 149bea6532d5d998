"""Who may do what, in SQL."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.storage.database import Database
from bot.storage.erasing import erase_role
from bot.storage.tables import audit, insert, invitations, roles
from bot.storage.vault import Unreadable, Vault
from handlers.promises import INVITED, Contact, Deed, Member, Role, higher
from knowledge.model.languages import known


@dataclass(frozen=True, slots=True)
class SqlRoles:
    """Keeps the promises of ``Roles``; a code is kept as a mark that only the key makes of it."""

    database: Database
    vault: Vault

    async def role(self, bot: str, asker: str) -> Role | None:
        return await self.database.read(lambda connection: _role(connection, bot, asker))

    async def invite(self, bot: str, role: Role, by: str, at: datetime) -> str:
        code = secrets.token_urlsafe(9)
        row = {"bot": bot, "mark": self.vault.mark(bot, code), "role": role, "by": by, "until": at + INVITED}

        def work(connection: Connection) -> None:
            connection.execute(delete(invitations).where(invitations.c.until < at))
            connection.execute(insert(invitations).values(row))
            _note(connection, bot, at, by, f"invited {role}", "")

        await self.database.write(work)
        return code

    async def accept(self, bot: str, code: str, asker: str, at: datetime) -> Role | None:
        there = (invitations.c.bot == bot, invitations.c.mark == self.vault.mark(bot, code))

        def work(connection: Connection) -> Role | None:
            row = connection.execute(delete(invitations).where(*there).returning(invitations)).one_or_none()
            if row is None or row.until < at:
                return None
            role = higher(row.role, _role(connection, bot, asker))
            given = insert(roles).values(bot=bot, asker=asker, role=role, since=at)
            connection.execute(given.on_conflict_do_update(roles.primary_key, set_={"role": role, "since": at}))
            _note(connection, bot, at, asker, f"became {role} by", row.by)
            return role

        return await self.database.write(work)

    async def revoke(self, bot: str, asker: str, by: str, at: datetime) -> bool:
        def work(connection: Connection) -> bool:
            had = _role(connection, bot, asker)
            if had is None or (had == "owner" and _owners(connection, bot) == 1):
                return False
            connection.execute(delete(roles).where(roles.c.bot == bot, roles.c.asker == asker))
            _note(connection, bot, at, by, f"took {had} from", asker)
            return True

        return await self.database.write(work)

    async def reach(self, bot: str, asker: str, contact: Contact) -> None:
        text = json.dumps([contact.address, contact.language])
        sealed = self.vault.seal(text, "roles", bot, asker, "contact")
        own = update(roles).where(roles.c.bot == bot, roles.c.asker == asker).values(contact=sealed)
        await self.database.write(lambda connection: connection.execute(own))

    async def contact(self, bot: str, asker: str) -> Contact | None:
        own = select(roles.c.contact).where(roles.c.bot == bot, roles.c.asker == asker)
        sealed = await self.database.read(lambda connection: connection.scalar(own))
        try:
            text = sealed and self.vault.open(sealed, "roles", bot, asker, "contact")
        except Unreadable:
            return None
        address, code = json.loads(text) if text else ("", None)
        return Contact(address, language) if (language := known(code)) else None

    async def members(self, bot: str) -> Sequence[Member]:
        own = select(roles.c.asker, roles.c.role, roles.c.since).where(roles.c.bot == bot)
        rows = await self.database.read(
            lambda connection: connection.execute(own.order_by(roles.c.since, roles.c.asker)).all()
        )
        return [Member(*row) for row in rows]

    async def audit(self, bot: str) -> Sequence[Deed]:
        own = select(audit.c.at, audit.c.who, audit.c.what, audit.c.whom).where(audit.c.bot == bot)
        rows = await self.database.read(lambda connection: connection.execute(own.order_by(audit.c.id)).all())
        return [Deed(*row) for row in rows]

    async def forget_asker(self, bot: str, asker: str) -> None:
        await self.database.write(lambda connection: erase_role(connection, bot, asker))
        await self.database.checkpoint()


def _role(connection: Connection, bot: str, asker: str) -> Role | None:
    return connection.scalar(select(roles.c.role).where(roles.c.bot == bot, roles.c.asker == asker))


def _owners(connection: Connection, bot: str) -> int:
    # Two who revoke each other at the same moment take turns.
    owners = select(roles.c.asker).where(roles.c.bot == bot, roles.c.role == "owner").with_for_update()
    return len(connection.execute(owners).all())


def _note(connection: Connection, bot: str, at: datetime, who: str, what: str, whom: str) -> None:
    connection.execute(insert(audit).values(bot=bot, at=at, who=who, what=what, whom=whom))
