"""What is said to who gets no answer, from whatever can be read of what they sent."""

import json
from typing import Any

from bot.telegram.incoming import ALLOWED, thread_of
from bot.telegram.outgoing import Call, Place, answer_tap, calls_of
from handlers.asides import apology
from handlers.texts.texts import Texts
from knowledge.model.languages import Language, known


def apology_for(body: str | None, incident: str, language: Language) -> list[Call]:
    """The calls that apologise; none if it cannot be told to whom. *language* is for who has none that we speak."""
    try:
        update = json.loads(body or "")
    except ValueError:
        return []
    content: dict[str, Any] = next((update[kind] for kind in ALLOWED if isinstance(update.get(kind), dict)), {})
    place = _place(content.get("message") or content) if "new_chat_member" not in content else None
    if place is None:
        return []
    code = (content.get("from") or {}).get("language_code")
    says = [apology(incident, Texts(known(code if isinstance(code, str) else None) or language))]
    waiting = [answer_tap(content["id"])] if isinstance(content.get("id"), str) else []
    return [*waiting, *calls_of(says, place)]


def _place(message: Any) -> Place | None:
    chat = (message.get("chat") or {}).get("id") if isinstance(message, dict) else None
    if not isinstance(chat, int):
        return None
    thread, number = thread_of(message), message.get("message_id")
    private = message["chat"].get("type") == "private"
    return Place(
        chat,
        thread if isinstance(thread, int) else None,
        number if isinstance(number, int) and not private else None,
    )
