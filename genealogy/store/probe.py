"""Does a server answer, and does it take our password? The one question asked before there is a store."""

from __future__ import annotations

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from genealogy.errors import DatabaseUnreachableError, ServerError

_PATIENCE = 5.0


def probe(uri: str, user: str, password: str) -> None:
    """Return when the server at `uri` opens a transaction for this user.

    Raises ServerError when it refuses the password, DatabaseUnreachableError when it does not answer (yet).
    """
    with GraphDatabase.driver(
        uri, auth=(user, password), connection_timeout=_PATIENCE, connection_acquisition_timeout=_PATIENCE
    ) as driver:
        try:
            with driver.session() as session, session.begin_transaction():
                pass  # beginning is enough: the server has checked the password and has the database open
        except AuthError:
            raise ServerError(f"Neo4j at {uri} refuses the password of user {user}") from None
        except (DriverError, Neo4jError) as error:
            raise DatabaseUnreachableError(f"Neo4j at {uri} does not answer: {error}") from error
