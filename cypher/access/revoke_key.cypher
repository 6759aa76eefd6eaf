// name: access.revoke_key
// mode: write
// doc: Revoke an API key; the first time counts.
// param id: its id
// param at: when
// returns: id

MATCH (k:ApiKey {key_id: $id})
SET k.revoked_at = coalesce(k.revoked_at, $at)
RETURN k.key_id AS id
