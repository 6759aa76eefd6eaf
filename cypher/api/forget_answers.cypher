// name: api.forget_answers
// mode: write
// doc: Let go of answers to requests from before a moment.
// param before: the moment
// returns: -

MATCH (r:Request)
WHERE r.at < $before
DELETE r
