"""Buttons under a message, checked as Telegram checks them."""

from typing import Final
from urllib.parse import urlsplit

from tests.telegram_server.errors import breach
from tests.telegram_server.people import Json
from tests.telegram_server.requests import Request

ACTIONS: Final = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
}  # fmt: skip
OTHER_KEYBOARDS: Final = {"keyboard", "remove_keyboard", "force_reply"}
MOST_BUTTONS: Final = 100


def buttons(request: Request) -> list[list[Json]]:
    """The rows of an inline keyboard; none, where there is another keyboard or no keyboard."""
    markup = request.parameters.json("reply_markup", "reply keyboard markup")
    return check_markup(markup)


def check_markup(markup: object) -> list[list[Json]]:
    if markup is None:
        return []
    if not isinstance(markup, dict):
        raise breach("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if markup and not markup.keys() & OTHER_KEYBOARDS:
            raise breach("object expected as reply markup")
        return []
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise breach('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > MOST_BUTTONS:
        raise breach("REPLY_MARKUP_TOO_LONG")
    return kept


def _button(button: object) -> Json:
    if not isinstance(button, dict):
        raise breach("can't parse inline keyboard button: Expected an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise breach("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise breach("BUTTON_TEXT_INVALID")
    actions = button.keys() & ACTIONS
    if not actions:
        raise breach("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise breach("can't parse inline keyboard button: Exactly one action is expected")
    _check_action(button)
    return button


def _check_action(button: Json) -> None:
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
            raise breach("BUTTON_DATA_INVALID")
    if "url" in button:
        url = str(button["url"])
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in {"http", "https", "tg", "ton"}:
            raise breach(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
        if not parts.netloc or any(letter.isspace() for letter in url):
            raise breach(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
