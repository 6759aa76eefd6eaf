"""What a source of kind `sql` is: the address of a database, its queries, and the mapping that reads their answers."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from genealogy.errors import UsageError
from genealogy.forms import as_form
from loaders.erp.source import secret_of
from loaders.mapping.spec import Mapping, read_mapping

_READS = re.compile(r"\s*(--[^\n]*\n\s*)*(SELECT|WITH)\b", re.IGNORECASE)


class Query(BaseModel):
    """What is read: a table (or view), or a query. `cursor` is the column that grows with each change: with it only
    what is new since the last pull is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    query: str = ""
    table: str = ""
    schema_: str = Field("", alias="schema")
    cursor: str = ""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.query) == bool(self.table):
            raise ValueError("name either table or query")
        if self.schema_ and not self.table:
            raise ValueError("schema goes with table; write it into the query")
        if self.query and (not _READS.match(self.query) or ";" in self.query.rstrip().rstrip(";")):
            raise ValueError("query is one statement that begins with SELECT or WITH")
        return self


class SqlSource(BaseModel):
    """A source as its file describes it. `timezone` is that of times without a zone (else as in the bundle); the
    overlaps say how far before the last change seen it is read again, where the cursor is a time or a number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["sql"]
    url: str
    secret_env: str = ""
    secret_file: str = ""
    mapping: str
    timezone: str = ""
    overlap_minutes: int = Field(1440, ge=0)
    overlap_numbers: int = Field(1000, ge=0)
    queries: dict[str, Query] = Field(min_length=1)

    @field_validator("url")
    @classmethod
    def _without_password(cls, url: str) -> str:
        if not re.match(r"[a-z0-9+_]+://", url) or re.match(r"[^/]+://[^/@]*:[^/@]*@", url):
            raise ValueError("is not an address such as postgresql+psycopg://reader@erp/plant, without password in it")
        return url

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        if name:
            try:
                ZoneInfo(name)
            except (KeyError, ValueError, OSError):
                raise ValueError("is no time zone such as Asia/Shanghai") from None
        return name

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone of its times without one."""
        return ZoneInfo(self.timezone) if self.timezone else None


def sql_source(folder: Path, said: Any, file: Path) -> tuple[SqlSource, str, Mapping]:
    """The source, its secret (empty where it names none), and its mapping, from beside it; raises UsageError."""
    source = as_form(said, file.name, SqlSource, "docs/sql.md")
    if source.secret_env and source.secret_file:
        raise UsageError(f"{file}: name secret_env or secret_file, not both")
    secret = secret_of(source, folder, os.environ) if source.secret_env or source.secret_file else ""
    return source, secret, read_mapping(folder / source.mapping)
