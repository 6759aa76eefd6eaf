// name: access.revoke_key
// mode: write
// doc: Revoke an API key; the first time counts.
// param id: its id
// param at: when
// param by: by whom
// returns: id

MATCH (k:ApiKey {key_id: $id})
SET k.revoked_by = CASE WHEN k.revoked_at IS NULL THEN $by ELSE k.revoked_by END,
    k.revoked_at = coalesce(k.revoked_at, $at)
RETURN k.key_id AS id
