"""Digests to people, by whatever they read: DingTalk, WeCom, Feishu, Slack, mail (apprise, an extra library).

The addresses hold tokens, so they stay in the setting; the database knows of each its hash and what kind it is.
"""

from __future__ import annotations

import datetime as dt
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from genealogy.errors import GenealogyError, SettingsError
from genealogy.outbox.digest import digest
from genealogy.outbox.envelope import Letter
from genealogy.outbox.questions import lines_of
from genealogy.outbox.robots import robot_of, send
from genealogy.outbox.sending import Result
from genealogy.outbox.subscriptions import subscriptions, unsubscribe
from genealogy.settings import Settings
from genealogy.store import Store

if TYPE_CHECKING:
    from apprise import NotifyBase

KIND = "people"
TOPICS = ["case", "alarm", "load"]
_SCHEME = re.compile(r"[a-z0-9]+(?=://)")


class NoLibraryError(GenealogyError):
    """Digests are asked for, and the library that sends them is not there."""

    code = "no_notify_library"


def targets(settings: Settings) -> dict[str, str]:
    """The addresses of the setting, by the ids of their subscriptions."""
    urls = settings.notify_urls.get_secret_value().split() if settings.notify_urls else []
    return {f"people-{sha256(url.encode()).hexdigest()[:12]}": url for url in urls}


def subscribe_people(store: Store, settings: Settings) -> None:
    """Have digests sent to the addresses of the setting from now on, and no longer to those that are gone from it.

    Raises SettingsError for one that is none, NoLibraryError where the library is missing; nothing changed then.
    """
    wanted = targets(settings)
    for url in wanted.values():
        _notifier(url)
    there = {found["id"] for found in subscriptions(store) if found["kind"] == KIND}
    for id_ in sorted(there - wanted.keys()):
        unsubscribe(store, settings, id_)
    for id_ in sorted(wanted.keys() - there):
        props = {"url": f"{scheme_of(wanted[id_])}://***", "kind": KIND, "what": TOPICS, "made_by": "settings"}
        store.write("outbox.keep_subscription", id=id_, props=props | {"created_at": dt.datetime.now(dt.UTC)})


def tell(settings: Settings, id_: str, letter: Letter, secret: str) -> Result:
    """Send one digest, with links to answer by, signed with `secret`, where the settings say at which address. Raises
    SettingsError, NoLibraryError."""
    url = targets(settings).get(id_)
    if url is None:
        return Result(False, f"GENEALOGY_NOTIFY_URLS does not name {id_}; set it, or remove the subscription")
    asked = lines_of(letter, id_, secret, settings.answers_url) if settings.answers_url else []
    title, text = digest(letter, asked)
    notifier = _notifier(url)
    if robot := robot_of(notifier):
        return send(robot, title, text, dt.datetime.now(dt.UTC))
    if notifier.notify(body=text, title=title, body_format="text"):
        return Result(True)
    return Result(False, f"the {scheme_of(url)} target did not take it; check its token, and the network")


def _notifier(url: str) -> NotifyBase:
    try:
        from apprise import Apprise
    except ImportError:
        raise NoLibraryError("digests need a library that is not installed: pip install 'genealogy[notify]'") from None
    found = Apprise.instantiate(url)
    if found is None:
        raise SettingsError(f"GENEALOGY_NOTIFY_URLS: an address of {scheme_of(url)} is none that apprise knows")
    return found


def scheme_of(url: str) -> str:
    """What kind of address it is, such as `dingtalk`."""
    found = _SCHEME.match(url)
    return found[0] if found else "unknown"
