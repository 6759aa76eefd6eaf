// name: ledger.frozen
// mode: read
// doc: All frozen answers.
// returns: sha256, bytes

MATCH (f:Frozen)
RETURN f.sha256 AS sha256, f.bytes AS bytes ORDER BY sha256
