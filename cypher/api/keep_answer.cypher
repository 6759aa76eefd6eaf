// name: api.keep_answer
// mode: write
// doc: Keep the answer to a request with an idempotency key.
// param request: the key
// param sha256: hash of the request's body
// param status: HTTP status of the answer
// param answer: its JSON
// param at: when
// returns: -

MERGE (r:Request {request: $request})
ON CREATE SET r.sha256 = $sha256, r.status = $status, r.answer = $answer, r.at = $at
