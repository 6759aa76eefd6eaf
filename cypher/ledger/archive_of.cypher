// name: ledger.archive_of
// mode: read
// doc: The archive in which an event lies.
// param number: number of the event
// returns: file, first, last, sha256

MATCH (a:Archive) WHERE a.first <= $number <= a.last
RETURN a.file AS file, a.first AS first, a.last AS last, a.sha256 AS sha256 LIMIT 1
