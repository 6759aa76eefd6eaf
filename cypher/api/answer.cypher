// name: api.answer
// mode: read
// doc: What was answered to a request with this idempotency key.
// param request: the key
// returns: sha256, status, answer

MATCH (r:Request {request: $request})
RETURN r.sha256 AS sha256, r.status AS status, r.answer AS answer
