"""What a source is: its address, who asks, how fast; read from YAML, with the secret elsewhere."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from genealogy.errors import NotFoundError, UsageError
from genealogy.forms import as_form, read_yaml

Kind = Literal["odoo", "erpnext", "sap", "oracle", "kingdee", "yonyou"]
PAGE = "docs/erp.md"
_NAME = re.compile(r"[\w.-]{1,64}")


def _typed(said: Any) -> Any:
    """The flag or whole number that a text of the file is; any other text as it stands."""
    if not isinstance(said, str):
        return said
    flag = {"true": True, "false": False}.get(said.casefold())
    return int(said) if re.fullmatch(r"-?[0-9]{1,15}", said) else said if flag is None else flag


Value = Annotated[bool | int | str, BeforeValidator(_typed)]


class Writing(BaseModel):
    """How a hold is told to a source: the field of a lot, its value where the lot is held and where it is free; and
    the document (TYPE/ID) in whose log steps of recall cases are noted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: str = ""
    held: Value = True
    free: Value = False
    cases: str = ""

    @field_validator("cases")
    @classmethod
    def _document(cls, cases: str) -> str:
        if cases and not all(cases.partition("/")):
            raise ValueError("is not a type and an id, such as project.task/42")
        return cases


class Source(BaseModel):
    """A source as its file describes it. `overlap_minutes` says how far before the last change seen it is asked again:
    longer than the longest transaction and every clock that goes wrong. `prefix` stands before each document number,
    where two sources count alike; `skip` are types of documents that are left out. `database` is Odoo's and Kingdee's;
    SAP's are `client` and `language` (which names are taken where there are several), `organization` is Oracle's,
    `application` Kingdee's; `auth` says how the secret is sent to SAP and Oracle. `writing`, where it is given, says
    how holds are told to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    url: str
    database: str = ""
    user: str
    auth: Literal["basic", "bearer"] = "basic"
    client: str = ""
    language: str = ""
    organization: str = ""
    application: str = ""
    secret_env: str = ""
    secret_file: str = ""
    page_size: int = Field(200, ge=1, le=2000)
    rate_per_minute: int = Field(120, ge=1, le=6000)
    timeout_seconds: float = Field(60, gt=0, le=600)
    tries: int = Field(5, ge=1, le=20)
    overlap_minutes: int = Field(1440, ge=0)
    prefix: str = ""
    skip: tuple[str, ...] = ()
    writing: Writing | None = None

    @field_validator("url")
    @classmethod
    def _address(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^/@\s]+(/[^\s?#]*)?", url):
            raise ValueError("is not an address such as https://erp.example.com, without user and password in it")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _one_secret(self) -> Self:
        if bool(self.secret_env) == bool(self.secret_file):
            raise ValueError("name either secret_env (a variable) or secret_file (a file of mode 0600) for the secret")
        if self.kind == "odoo" and not self.database:
            raise ValueError("database is needed: an Odoo server may hold several")
        if self.kind == "kingdee" and not (self.database and self.application):
            raise ValueError("database (the data centre) and application (its id) are needed for Kingdee")
        return self


def read_source(folder: Path, name: str) -> tuple[Source, str]:
    """The source of that name (`NAME.yaml` in the folder) and its secret; raises NotFoundError or UsageError."""
    return checked_source(folder, *said_of(folder, name))


def checked_source(folder: Path, said: Any, file: Path) -> tuple[Source, str]:
    """The same of what its file says already."""
    source = as_form(said, file.name, Source, PAGE)
    return source, secret_of(source, folder, os.environ)


def said_of(folder: Path, name: str) -> tuple[Any, Path]:
    """What the file of a source says, unchecked, and where it is; raises NotFoundError or UsageError."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name of a source; use letters, digits, '.', '_' and '-'")
    file = folder / f"{name}.yaml"
    if not file.exists():
        raise NotFoundError(f"there is no source {name!r}: {file} does not exist; {PAGE} says what to write")
    return read_yaml(file, PAGE), file


class Secretive(Protocol):
    """What says where its secret is."""

    @property
    def secret_env(self) -> str:
        """A variable."""

    @property
    def secret_file(self) -> str:
        """A file beside that of the source."""


def secret_of(source: Secretive, folder: Path, environ: Mapping[str, str]) -> str:
    """The secret, from where the source says it is; raises UsageError, without showing it."""
    if source.secret_env:
        if not (secret := environ.get(source.secret_env, "")):
            raise UsageError(f"the variable {source.secret_env} is not set; put the secret into it")
        return secret
    file = folder / source.secret_file
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the file of the secret, {file}, cannot be read: {error}") from None
    if os.name == "posix" and mode & 0o077:
        raise UsageError(f"others can read {file}: chmod 600 {file}")
    if not secret:
        raise UsageError(f"{file} is empty; put the secret into it")
    return secret
