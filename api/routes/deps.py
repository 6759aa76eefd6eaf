"""What routes ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.idempotency import Answers
from api.keypath import batch_key
from api.loading import Loads
from genealogy.settings import Settings
from genealogy.store import Store


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _loads(request: Request) -> Loads:
    loads: Loads = request.app.state.loads
    return loads


def _answers(request: Request) -> Answers:
    answers: Answers = request.app.state.answers
    return answers


TheStore = Annotated[Store, Depends(_store)]
TheSettings = Annotated[Settings, Depends(_settings)]
Key = Annotated[str, Depends(batch_key)]
TheLoads = Annotated[Loads, Depends(_loads)]
TheAnswers = Annotated[Answers, Depends(_answers)]
