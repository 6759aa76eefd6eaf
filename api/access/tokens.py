"""Bearer tokens of an identity provider (OpenID Connect): checked offline with its signing keys.

What the token's own header says is used for one thing, to find the key by its id: algorithms are those of the settings,
the keys' address too (`jku`, `x5u`, `jwk` and `x5c` are not looked at).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from api.access.caller import Caller, NotAllowedError, UnknownCallerError, caller_of
from api.access.jwks import Jwks, discovered, is_private
from api.access.roles import ROLES
from genealogy.errors import SettingsError, UsageError
from genealogy.settings import Settings, listed

SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LONGEST = 8192
UNUSUAL = {"crit", "b64", "zip"}  # header parameters that change what the rest means
LEEWAY = 30  # seconds by which clocks may be apart
RSA_BITS = 2048
_REFUSED = "this token is not accepted"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Who is let in by tokens: of which issuer, for which audience, with which roles under which of their names."""

    issuer: str
    audience: str
    algorithms: Sequence[str]
    jwks: Jwks
    role_claim: str
    party_claim: str
    names: Mapping[str, str]

    def caller(self, token: str, max_age: int | None = None) -> Caller:
        """Whoever a token names; with `max_age` only where the log-in was at most so many seconds ago (`auth_time`,
        OpenID Connect Core 1.0, section 2).

        Raises UnknownCallerError without saying why, for senders of forged ones would learn from it; NotAllowedError
        where its roles do not go together; ProviderAwayError.
        """
        if len(token) > LONGEST:
            raise UnknownCallerError(_REFUSED)
        try:
            claims = self._claims(token)
            if max_age is not None and not time() - claims["auth_time"] <= max_age + LEEWAY:
                raise jwt.InvalidTokenError("the log-in is too old")
        except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise UnknownCallerError(_REFUSED) from error
        by = f"oidc:{self.issuer} {claims['sub']}"
        roles = [self.names[said] for said in _texts(_at(claims, self.role_claim)) if said in self.names]
        parties = list(_texts(_at(claims, self.party_claim)))
        if not roles:
            return Caller(by, frozenset())
        try:
            found = caller_of(by, roles, parties[0] if len(parties) == 1 else None)
            return replace(found, name=next(_texts(claims.get("name")), claims["sub"]))
        except UsageError as error:
            raise NotAllowedError(f"the roles of this token do not go together: {error}") from None

    def _claims(self, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        algorithm, kid = str(header.get("alg")), header.get("kid")
        if algorithm not in self.algorithms or not isinstance(kid, str) or UNUSUAL & header.keys():
            raise jwt.InvalidTokenError("the header is of another kind")
        found = self.jwks.key(kid)
        if found is None or found.get("alg", algorithm) != algorithm:
            raise jwt.InvalidTokenError("no such key")
        key = jwt.PyJWK.from_dict(found, algorithm)
        if isinstance(key.key, RSAPublicKey) and key.key.key_size < RSA_BITS:
            raise jwt.InvalidTokenError("the key is too short")
        how: Any = {"audience": self.audience, "issuer": self.issuer, "leeway": LEEWAY}
        claims = jwt.decode(token, key, [algorithm], options={"require": ["iss", "aud", "sub", "exp"]}, **how)
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise jwt.InvalidTokenError("nobody is named")
        return claims


def tokens_of(settings: Settings) -> Tokens | None:
    """What the settings say about tokens; None where no issuer is set, and then none is accepted.

    Raises SettingsError for what would let in whom nobody meant.
    """
    issuer, address = settings.oidc_issuer, settings.oidc_jwks_url
    if not issuer:
        return None
    if not settings.oidc_audience:
        raise SettingsError("GENEALOGY_OIDC_ISSUER needs GENEALOGY_OIDC_AUDIENCE: tokens for others are not for us")
    for one in filter(None, (issuer, address)):
        if not is_private(one):
            raise SettingsError(f"{one!r} is not https://; whoever is on the way could put keys of their own there")
    algorithms = listed(settings.oidc_algorithms)
    if not algorithms or not set(algorithms) <= set(SIGNATURES):
        raise SettingsError(f"GENEALOGY_OIDC_ALGORITHMS: name one or more of {', '.join(SIGNATURES)}")
    jwks = Jwks(lambda: address or discovered(issuer))
    claims = (settings.oidc_role_claim, settings.oidc_party_claim)
    return Tokens(issuer, settings.oidc_audience, algorithms, jwks, *claims, _role_names(settings.oidc_roles))


def _role_names(text: str) -> dict[str, str]:
    """Our role for each of the identity provider's; the same names where nothing is said."""
    pairs = [pair.partition("=") for pair in listed(text)]
    names = {theirs.strip(): ours.strip() for theirs, _, ours in pairs} or {role: role for role in ROLES}
    if odd := [ours for ours in names.values() if ours not in ROLES]:
        raise SettingsError(f"GENEALOGY_OIDC_ROLES: {odd[0]!r} is no role; write THEIRS=OURS, of {', '.join(ROLES)}")
    return names


def _at(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, else by a path of names with dots, such as `realm_access.roles`."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _texts(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and one:
            yield one
