"""Group robots of DingTalk and WeCom: sent to by ourselves, since they answer 200 also to what they refuse.

apprise 2 takes that for delivered, and encodes the signature of a DingTalk robot twice. Its addresses are still read by
it, and all other targets are sent to by it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from genealogy.outbox.sending import PATIENCE, Result

if TYPE_CHECKING:
    from apprise import NotifyBase

DINGTALK = "https://oapi.dingtalk.com/robot/send"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"
_SHOWN = 200  # characters of why it was refused


@dataclass(frozen=True, slots=True)
class Robot:
    """Where a robot's messages go: its token, the secret that signs them where it has one, and phones to call upon."""

    kind: str
    token: str
    secret: str | None = None
    phones: tuple[str, ...] = ()

    def params(self, now: dt.datetime) -> dict[str, str]:
        """What goes into the address; DingTalk's `sign` is an HMAC-SHA256 of time and secret, in base64."""
        if self.kind == "wecombot":
            return {"key": self.token}
        if not self.secret:
            return {"access_token": self.token}
        moment = str(round(now.timestamp() * 1000))
        mac = hmac.digest(self.secret.encode(), f"{moment}\n{self.secret}".encode(), "sha256")
        return {"access_token": self.token, "timestamp": moment, "sign": base64.b64encode(mac).decode()}

    def body(self, text: str) -> dict[str, Any]:
        """A message of plain text."""
        calls = {"at": {"atMobiles": [*self.phones], "isAtAll": False}} if self.phones else {}
        return {"msgtype": "text", "text": {"content": text}, **calls}


def robot_of(notifier: NotifyBase) -> Robot | None:
    """The robot that an address of apprise names; None where it names another target."""
    from apprise.plugins.dingtalk import NotifyDingTalk
    from apprise.plugins.wecombot import NotifyWeComBot

    if isinstance(notifier, NotifyDingTalk):
        return Robot("dingtalk", notifier.token, notifier.secret, tuple(map(str, notifier.targets)))
    return Robot("wecombot", notifier.key) if isinstance(notifier, NotifyWeComBot) else None


def send(robot: Robot, title: str, text: str, now: dt.datetime) -> Result:
    """Send it. Delivered is what the robot says it has taken (`errcode` 0); else the result says why not."""
    address = DINGTALK if robot.kind == "dingtalk" else WECOM
    try:
        answer = httpx.post(
            address, params=robot.params(now), json=robot.body(f"{title}\n{text}"), timeout=PATIENCE
        )  # by the proxy that the environment names: a robot is on the internet
        said = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return Result(False, f"{robot.kind} does not answer as it should: {type(error).__name__}")
    if answer.status_code == 200 and isinstance(said, dict) and said.get("errcode") == 0:
        return Result(True)
    said = said if isinstance(said, dict) else {}
    why = f"{answer.status_code}, errcode {said.get('errcode')}: {said.get('errmsg', '')}"
    return Result(False, f"{robot.kind} refused it: {why[:_SHOWN]}")
