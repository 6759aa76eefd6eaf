// name: access.keep_key
// mode: write
// doc: Keep a new API key: its hash, never the key itself.
// param id: its id
// param props: map of name, sha256, role, party, created_at, expires_at, made_by
// returns: -

MERGE (k:ApiKey {key_id: $id})
ON CREATE SET k += $props
