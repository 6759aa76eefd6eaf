"""Does a server answer, and does it take our password? The one question asked before there is a store."""

from __future__ import annotations

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from genealogy.errors import DatabaseUnreachableError, ServerError

_PATIENCE = 5.0
_TOO_MANY_TRIES = "Neo.ClientError.Security.AuthenticationRateLimit"


class PasswordRefusedError(ServerError):
    """The server answers, and the password is not that of the user."""


def probe(uri: str, user: str, password: str) -> None:
    """Return when the server at `uri` opens a transaction for this user.

    Raises PasswordRefusedError when it refuses the password, ServerError when it lets nobody in for some seconds after
    wrong ones, DatabaseUnreachableError when it does not answer (yet).
    """
    with GraphDatabase.driver(
        uri, auth=(user, password), connection_timeout=_PATIENCE, connection_acquisition_timeout=_PATIENCE
    ) as driver:
        try:
            with driver.session() as session, session.begin_transaction():
                pass  # beginning is enough: the server has checked the password and has the database open
        except AuthError:
            raise PasswordRefusedError(f"Neo4j at {uri} refuses the password of user {user}") from None
        except (DriverError, Neo4jError) as error:
            if isinstance(error, Neo4jError) and error.code == _TOO_MANY_TRIES:
                text = f"Neo4j at {uri} was given too many wrong passwords for user {user}; try again in ten seconds"
                raise ServerError(text) from error
            raise DatabaseUnreachableError(f"Neo4j at {uri} does not answer: {error}") from error
