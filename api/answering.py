"""Pages on which a question is answered: plain HTML in English and Chinese, without a script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Any

from fastapi import Response

from genealogy.errors import GenealogyError
from genealogy.outbox.questions import OF_NOTICE, QUESTIONS, Question

LONGEST_NAME, LONGEST_WHY = 100, 500
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:34em;margin:2em auto;padding:0 1em}"
    "input,button{font:inherit;width:100%;box-sizing:border-box;padding:.5em;margin:.25em 0 1em}"
)
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_WORDS = {
    "unknown_link": "链接无效：不是本服务发出的，或收件方已停用",
    "link_expired": "链接已过期，请直接查看案件，或联系发送方",
    "link_used": "此问题已经答复过，以第一次答复为准",
    "link_of_old_revision": "案件已有新版本，此链接针对旧版本",
    "case_status": "案件状态不允许答复（草稿、已结案或已撤销）",
    "unknown_case": "没有这个案件",
    "malformed": "填写有误",
}
_NOTE = """Your name, the remark, and the group or address that the message was sent to are recorded.
您的姓名、备注以及收到消息的群或地址将被记录。"""
_NOTE_OF_NOTICE = "Your name and the remark are recorded. 您的姓名和备注将被记录。"
_OTHERWISE = "未能记录，请稍后再试"


def asked(question: Question, title: str) -> Response:
    """The question, and the form that answers it; nothing is done by looking at it."""
    english, chinese = QUESTIONS[question.what]
    note = _NOTE_OF_NOTICE if question.what == OF_NOTICE else _NOTE
    form = f"""<form method="post">
<label>Your name / 姓名<input name="by" required maxlength="{LONGEST_NAME}" autocomplete="name"></label>
<label>Remark / 备注<input name="reason" maxlength="{LONGEST_WHY}"></label>
<button>{escape(english)} / {escape(chinese)}</button></form>
<p>{note}</p>"""
    return page(f"{question.case}: {title}", f"<p>{escape(english)}?<br>{escape(chinese)}？</p>{form}")


def done(question: Question, said: Mapping[str, Any]) -> Response:
    """That it was recorded; of a hold, how many batches are on hold by it, and how many were before."""
    now, before = len(said.get("held", ())), len(said.get("already", ()))
    counted = f"<p>Put on hold: {now}; on hold before: {before}<br>本次冻结批次：{now}；此前已冻结：{before}</p>"
    counted = counted if "held" in said else ""
    return page(question.case, f"<p>Recorded: {_both(question)}.<br>已记录。</p>{counted}")


def refused(error: GenealogyError) -> Response:
    """Why it cannot be answered; nothing was recorded."""
    chinese = _WORDS.get(error.code, _OTHERWISE)
    text = f"<p>Not recorded: {escape(str(error))}.</p><p>未记录：{escape(chinese)}。</p>"
    return page("Not recorded / 未记录", text, error.status)


def page(title: str, body: str, status: int = 200) -> Response:
    """A page; `body` is HTML. The referrer is told to this service only: without it, a browser would not say whose page
    sends the form."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    head += f'<meta name="referrer" content="same-origin"><style>{_STYLE}</style>'
    text = f'<!doctype html><html lang="en">{head}<h1>{escape(title)}</h1>{body}</html>'
    return Response(text, status, {"Content-Security-Policy": _POLICY}, "text/html; charset=utf-8")


def _both(question: Question) -> str:
    return escape(" / ".join(QUESTIONS[question.what]))
