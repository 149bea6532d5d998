"""Methods that answer a tapped button or a line of inline mode."""

from typing import Final

from tests.telegram_server.errors import bad_request, breach
from tests.telegram_server.formatting import format_text
from tests.telegram_server.markup import check_markup
from tests.telegram_server.people import Json
from tests.telegram_server.requests import Request, method

TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"
MOST_RESULTS: Final = 50
# What each kind of result must say, besides its id.
RESULTS: Final = {
    "article": ("title", "input_message_content"),
    "photo": ("photo_url", "thumbnail_url"),
    "document": ("title", "document_url", "mime_type"),
}


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
def answer_callback_query(request: Request) -> bool:
    text = request.parameters.text("text")
    if len(text) > 200:
        raise breach("MESSAGE_TOO_LONG")
    click = request.world.clicks.get(request.parameters.text("callback_query_id"))
    if click is None or click.bot is not request.bot.account or not click.open(request.now):
        raise bad_request(TOO_OLD)
    alert = request.parameters.flag("show_alert")
    click.answer = {"text": text, "show_alert": alert, "url": request.parameters.text("url")}
    return True


@method("answerInlineQuery", "inline_query_id results cache_time is_personal next_offset button")
def answer_inline_query(request: Request) -> bool:
    results = request.parameters.json("results", "inline query results")
    if not isinstance(results, list):
        raise breach("expected an Array of inline query results")
    if len(results) > MOST_RESULTS:
        raise breach("too many inline query results specified")
    checked = [_result(request, result) for result in results]
    names = [result["id"] for result in checked]
    if len(set(names)) < len(names):
        raise breach("RESULT_ID_DUPLICATE")
    next_offset = request.parameters.text("next_offset")
    if len(next_offset.encode()) > 64:
        raise breach("NEXT_OFFSET_INVALID")
    query = request.world.inline_queries.get(request.parameters.text("inline_query_id"))
    if query is None or query.bot is not request.bot.account or not query.open(request.now):
        raise bad_request(TOO_OLD)
    query.results = checked
    query.answer = {
        "cache_time": request.parameters.integer("cache_time", 300),
        "is_personal": request.parameters.flag("is_personal"),
        "next_offset": next_offset,
        "button": request.parameters.json("button", "inline query results button"),
    }
    return True


def _result(request: Request, result: object) -> Json:
    if not isinstance(result, dict):
        raise breach("can't parse inline query result: Expected an Object")
    kind, name = result.get("type"), result.get("id")
    if kind not in RESULTS:
        raise breach(f"can't parse inline query result: Type {kind!r} is not modelled here")
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= 64:
        raise breach("RESULT_ID_INVALID")
    for needed in RESULTS[kind]:
        if not result.get(needed):
            raise breach(f"can't parse inline query result: Can't find field \"{needed}\"")
    content = result.get("input_message_content")
    return result | {
        "content": _content(request, content) if content else None,
        "buttons": check_markup(result.get("reply_markup")),
    }


def _content(request: Request, content: object) -> Json:
    if not isinstance(content, dict) or not isinstance(content.get("message_text"), str):
        raise breach("can't parse inline query result: Can't find field \"message_text\"")
    mode = content.get("parse_mode") or ""
    formatted = format_text(request, content["message_text"], mode, content.get("entities") or [])
    if not formatted.text:
        raise breach("text must be non-empty")
    if len(formatted.text) > 4096:
        raise breach("MESSAGE_TOO_LONG")
    return {"text": formatted.text, "entities": formatted.entities}
