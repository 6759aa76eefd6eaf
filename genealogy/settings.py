"""Settings: the environment, checked. The only reader of `GENEALOGY_*` variables in the core."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import platformdirs
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from genealogy.errors import SettingsError

PREFIX = "GENEALOGY_"
TEST_PREFIX = "GENEALOGY_TEST_"  # read by the test suite only


class Settings(BaseSettings):
    """What the environment says. Each field is the variable `GENEALOGY_<NAME>` in upper case."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    neo4j_uri: str | None = Field(
        None, description="Bolt or neo4j:// address of your own server; empty: the embedded one"
    )
    neo4j_user: str = Field("neo4j", description="user of your own server")
    neo4j_password: SecretStr | None = Field(None, description="password of your own server")
    neo4j_database: str = Field("neo4j", description="database on the server")
    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("genealogy")),
        description="state of the embedded server, ports, keys and logs",
    )
    cache: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("genealogy")),
        description="downloaded jars, fetched once and shared by all homes",
    )
    timezone: str = Field(
        "UTC", description="time zone where no location gives one (IANA name); the ledger keeps it with its first event"
    )
    clock_tolerance: float = Field(
        5.0,
        ge=0,
        description="minutes by which clocks may be apart; what left no more than that before stays, potential",
    )
    query_timeout: float = Field(60.0, gt=0, description="seconds a reading query may take")
    write_timeout: float = Field(600.0, gt=0, description="seconds a writing transaction may take")
    heap_mb: int | None = Field(
        None, ge=128, description="Java heap of the embedded server; empty: sized from the machine"
    )
    pagecache_mb: int | None = Field(
        None, ge=32, description="page cache of the embedded server; empty: sized from the machine and the graph"
    )
    api_host: str = Field("127.0.0.1", description="address the API listens on")
    api_port: int | None = Field(None, ge=1, le=65535, description="port of the API; empty: 8000 or the next free one")
    api_key: SecretStr | None = Field(None, description="key the command sends to an API that asks for one")
    oidc_issuer: str | None = Field(None, description="issuer of bearer tokens that are accepted; empty: none are")
    oidc_audience: str | None = Field(None, description="audience that a token must be for")
    oidc_jwks_url: str | None = Field(
        None, description="address of the issuer's signing keys; empty: as its discovery document says"
    )
    oidc_algorithms: str = Field("RS256,ES256", description="signatures that are accepted, parted by commas")
    oidc_role_claim: str = Field("roles", description="claim with the roles; a path with dots where it lies deeper")
    oidc_roles: str = Field(
        "",
        description="THEIRS=OURS, parted by commas: which of their roles stands for which of ours; empty: same names",
    )
    oidc_party_claim: str = Field("party", description="claim with the id of the supplier or customer")
    signatures: bool = Field(
        False,
        description="whether releases, and decision, close and cancel of a case, must be signed: true or false",
    )
    kept_back: str = Field(
        "",
        description="further statuses that keep goods back, parted by commas; one that is not known releases them",
    )
    cors_origins: str = Field(
        "", description="origins whose web pages may use the API, parted by commas, such as https://portal.example.com"
    )
    requests_per_minute: int = Field(3000, ge=1, description="requests of one key in a minute; more get 429")
    requests_at_once: int = Field(16, ge=1, description="requests of one key under way at a time; more get 429")
    checkpoint_minutes: int = Field(
        10,
        ge=0,
        le=1440,
        description="the service signs a checkpoint of the ledger so often, where it has grown; 0: never",
    )
    tsa_url: str | None = Field(
        None, description="address of a time-stamping authority (RFC 3161) for checkpoints; empty: none is asked"
    )
    tsa_root: Path | None = Field(
        None,
        description="file (PEM) with the root certificate of that authority, by which timestamps are verified",
        validate_default=True,
    )
    archive_years: int = Field(
        2, ge=0, le=100, description="years for which events stay in the database at least; older ones may be archived"
    )
    webhook_hosts: str = Field(
        "",
        description="hosts, addresses and networks of private networks that webhooks may be sent to, parted by commas, "
        "such as erp.plant.local,*.mes.local,10.1.0.0/16; empty: none are",
    )
    notify_urls: SecretStr | None = Field(
        None,
        description="addresses as apprise writes them (dingtalk://, wecombot://, feishu://, slack://, mailto://) "
        "parted by spaces, that get a digest of each step of a recall case and of each load; empty: none",
    )
    answers_url: str | None = Field(
        None,
        description="address at which people reach this service, such as https://plant.example.com: digests of cases"
        " then ask questions, answered by links to it; empty: they ask none",
    )
    log_level: str = Field("info", description="debug, info, warning or error")
    max_waiting: int = Field(200, ge=0, description="requests that may wait for their turn; others are told 503")
    max_upload_mb: int = Field(1024, ge=1, description="largest file or request body the API takes")
    attachment_mb: int = Field(50, ge=1, description="largest file that is attached to a record")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{name!r} is not a time zone; use an IANA name such as Asia/Shanghai") from None
        return name

    @field_validator("tsa_url", "answers_url")
    @classmethod
    def _web_address(cls, text: str | None) -> str | None:
        if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname):
            raise ValueError(f"{text!r} is no address; write https://HOST/PATH")
        return text or None

    @field_validator("tsa_root")
    @classmethod
    def _whose_timestamps(cls, path: Path | None, said: ValidationInfo) -> Path | None:
        if said.data.get("tsa_url") and not path:
            raise ValueError("GENEALOGY_TSA_URL needs it: a timestamp that nobody can verify is worth nothing")
        return path

    @field_validator("cors_origins")
    @classmethod
    def _whole_origins(cls, text: str) -> str:
        for origin in listed(text):
            parts = urlsplit(origin)
            if (
                origin != f"{parts.scheme}://{parts.netloc}"
                or parts.scheme not in ("http", "https")
                or not parts.hostname
            ):
                raise ValueError(f"{origin!r} is no origin; write https://portal.example.com, without a path")
        return text

    @property
    def origins(self) -> list[str]:
        """The origins whose pages may use the API."""
        return listed(self.cors_origins)

    @property
    def webhook_places(self) -> list[str]:
        """What of private networks messages may be sent to."""
        return listed(self.webhook_hosts)

    @property
    def tolerance(self) -> dt.timedelta:
        """The clock tolerance as a span of time."""
        return dt.timedelta(minutes=self.clock_tolerance)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object. By which one a ledger is read says `genealogy.ledger.head.zone_of`."""
        return ZoneInfo(self.timezone)

    @property
    def names_zone(self) -> bool:
        """Whether the environment says a time zone; else the ledger's is taken."""
        return "timezone" in self.model_fields_set


def listed(text: str) -> list[str]:
    """The parts of a setting that names several, parted by commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def load_settings() -> Settings:
    """Read the environment; raise SettingsError for an unknown `GENEALOGY_*` variable or a value that cannot be."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and not name.startswith(TEST_PREFIX) and name not in known:
            raise SettingsError(f"unknown setting {name}; known are: {', '.join(sorted(known))}")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        where = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{where}: {first['msg']} (value: {first['input']!r})") from error
