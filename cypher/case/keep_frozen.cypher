// name: case.keep_frozen
// mode: write
// doc: Keep a frozen answer under the hash of its bytes.
// param sha256: hash of the bytes before they were compressed
// param packed: the compressed bytes
// returns: -

MERGE (f:Frozen {sha256: $sha256})
ON CREATE SET f.bytes = $packed
