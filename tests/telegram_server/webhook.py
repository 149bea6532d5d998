"""setWebhook and its kin."""

import re
from typing import Final
from urllib.parse import urlsplit

from tests.telegram_server.errors import breach, too_many
from tests.telegram_server.people import Json
from tests.telegram_server.polling import WEBHOOK_WAS_SET
from tests.telegram_server.requests import Request, method
from tests.telegram_server.updates import BY_DEFAULT
from tests.telegram_server.world import Webhook

LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}
PORTS: Final = {443, 80, 88, 8443}
PARAMETERS: Final = "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"


@method("setWebhook", PARAMETERS)
def set_webhook(request: Request) -> bool:
    parameters = request.parameters
    url = parameters.text("url")
    if not url:
        return delete_webhook(request)
    if request.now < request.bot.next_webhook:
        raise too_many(1)
    request.bot.next_webhook = request.now + 1
    _check_url(url)
    secret = parameters.text("secret_token")
    if len(secret) > 256:
        raise breach("secret token is too long")
    if not re.fullmatch("[A-Za-z0-9_-]*", secret):
        raise breach("secret token contains unallowed characters")
    if "allowed_updates" in parameters.fields:
        request.bot.updates.allow(parameters.text("allowed_updates"))
    request.bot.poller.end_waiting(WEBHOOK_WAS_SET)
    if parameters.flag("drop_pending_updates"):
        request.bot.updates.drop()
    request.bot.webhook = Webhook(url, secret, parameters.integer("max_connections", 40, 1, 100))
    return True


@method("deleteWebhook", "drop_pending_updates")
def delete_webhook(request: Request) -> bool:
    request.bot.webhook = None
    if request.parameters.flag("drop_pending_updates"):
        request.bot.updates.drop()
    return True


@method("getWebhookInfo")
def get_webhook_info(request: Request) -> Json:
    webhook, updates = request.bot.webhook, request.bot.updates
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.waiting()),
    }
    if updates.allowed != BY_DEFAULT:
        info["allowed_updates"] = sorted(updates.allowed)
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
        if webhook.last_error:
            info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error}
    return info


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    # On this machine any port will do, and http where a test has no certificate.
    if parts.scheme in ("http", "https") and parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https":
        raise breach("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        raise breach("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    # Nothing of the tests leaves this machine.
    raise breach("bad webhook: Failed to resolve host: Name or service not known")
