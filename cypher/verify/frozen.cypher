// name: verify.frozen
// mode: read
// doc: Every frozen answer, by the hash of its bytes.
// returns: sha256, packed

MATCH (f:Frozen)
RETURN f.sha256 AS sha256, f.bytes AS packed
