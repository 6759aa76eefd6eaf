// name: case.frozen
// mode: read
// doc: A frozen answer by the hash of its bytes.
// param sha256: hash of the bytes before they were compressed
// returns: bytes

MATCH (f:Frozen {sha256: $sha256})
RETURN f.bytes AS bytes
