// name: api.keep_answer
// mode: write
// doc: Keep the answer to a request with an idempotency key; gives back the one that is kept, the first.
// param request: the key
// param sha256: hash of the request's body
// param status: HTTP status of the answer
// param answer: its JSON
// param at: when
// returns: sha256, status, answer

MERGE (r:Request {request: $request})
ON CREATE SET r.sha256 = $sha256, r.status = $status, r.answer = $answer, r.at = $at
RETURN r.sha256 AS sha256, r.status AS status, r.answer AS answer
