// name: case.revisions
// mode: read
// doc: What a case froze, each time, the first first.
// param case: id of the case
// returns: props

MATCH (c:Case {case: $case})-[:FROZE]->(r:Revision)
RETURN r {.*, at: toString(r.at), computed_at: toString(r.computed_at)} AS props
ORDER BY r.revision
