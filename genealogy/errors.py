"""Every error a user can meet: a stable code, an exit code, an HTTP status, and a sentence that says what to do."""

from __future__ import annotations


class GenealogyError(Exception):
    """Base of all errors that are the product's own words.

    `code` is stable and scripted against; `exit_code` follows the command line contract (1 failed, 2 usage,
    3 not found, 4 loaded with rejects, 5 database unreachable, 6 incomplete); `status` is the HTTP status.
    """

    code = "failed"
    exit_code = 1
    status = 500


class UsageError(GenealogyError):
    """The request itself is wrong: a malformed key, an unknown option value."""

    code = "malformed"
    exit_code = 2
    status = 422


class NotFoundError(GenealogyError):
    """What was asked for does not exist: a batch, a query, a load."""

    code = "not_found"
    exit_code = 3
    status = 404


class UnknownBatchError(NotFoundError):
    """A batch key that no record names: an error, and a different thing from an empty scope."""

    code = "unknown_batch"


class NothingMatchesError(NotFoundError):
    """A seed that is looked for, and that no record matches: an error, and a different thing from an empty scope."""

    code = "nothing_matches"


class UnknownRecordError(NotFoundError):
    """No event names that object."""

    code = "unknown_record"


class UnknownPersonError(NotFoundError):
    """No text about a person is kept under that name or id."""

    code = "unknown_person"


class ConflictError(GenealogyError):
    """The same identity with other content: the first record stays."""

    code = "conflict"
    exit_code = 4
    status = 409


class UnknownCaseError(NotFoundError):
    """There is no recall case of that id."""

    code = "unknown_case"


class CaseStatusError(GenealogyError):
    """The recall case does not stand so that this could be done: it is a draft, closed, cancelled, or was changed."""

    code = "case_status"
    status = 409


class UnderRecallError(GenealogyError):
    """An event would use, move or ship what an open recall case covers; nothing was recorded."""

    code = "under_recall"
    status = 409


class TooLargeError(GenealogyError):
    """More than the service accepts in one request."""

    code = "too_large"
    status = 413


class DamagedFileError(GenealogyError):
    """A file of the ledger was cut or changed, or is signed by a key that is not trusted; nothing was taken from it."""

    code = "damaged_file"


class ArchivedError(GenealogyError):
    """What is asked for needs events whose bytes were archived and are in no place where they were looked for."""

    code = "archived"
    status = 409


class TimestampError(GenealogyError):
    """A time-stamping authority does not answer or refuses, or a timestamp is not one of the authority and of what it
    lies beside."""

    code = "timestamp"


class PullError(GenealogyError):
    """A source that is pulled from does not answer, refuses, or answers what cannot be right; what was recorded until
    then stays, and the next pull takes up from there."""

    code = "pull_failed"
    status = 502


class DatabaseUnreachableError(GenealogyError):
    """Neo4j does not answer."""

    code = "database_unreachable"
    exit_code = 5
    status = 503


class DatabaseStoppedError(DatabaseUnreachableError):
    """Neo4j takes no more writes, or nothing at all, until somebody looks after its disk and starts it again."""

    code = "database_stopped"


class TimedOutError(GenealogyError):
    """A query ran out of time: an error, never a shorter list."""

    code = "timed_out"
    exit_code = 6
    status = 504


class SettingsError(UsageError):
    """The environment asks for something that does not exist or cannot be."""

    code = "bad_settings"


class TimezoneError(SettingsError):
    """The setting names another time zone than the one by which the ledger's local times are read."""

    code = "other_timezone"
    status = 503


class ServerError(GenealogyError):
    """The embedded server could not be installed, started or stopped."""

    code = "server_failed"


class UnsupportedServerError(ServerError):
    """The Neo4j that answers is of a version whose queries are not ours."""

    code = "server_unsupported"
    exit_code = 5
    status = 503


class QueryFileError(GenealogyError):
    """A .cypher file breaks the rules of its folder; names file and line."""

    code = "bad_query_file"


class SchemaVersionError(GenealogyError):
    """The database was written by a newer program, or by something else."""

    code = "schema_version"
