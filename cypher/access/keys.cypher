// name: access.keys
// mode: read
// doc: All API keys, by when they were made.
// returns: id, name, role, party, sha256, created_at, expires_at, revoked_at, made_by, revoked_by

MATCH (k:ApiKey)
RETURN k.key_id AS id, k.name AS name, k.role AS role, k.party AS party, k.sha256 AS sha256, k.created_at AS created_at,
       k.expires_at AS expires_at, k.revoked_at AS revoked_at, k.made_by AS made_by,
       k.revoked_by AS revoked_by
ORDER BY created_at, id
