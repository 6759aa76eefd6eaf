// name: case.entries
// mode: read
// doc: The steps of a case in order.
// param case: id of the case
// returns: props

MATCH (c:Case {case: $case})-[:STEPPED]->(n:CaseEntry)
RETURN n {.*, at: coalesce(n.at_text, toString(n.at)), signed_at: toString(n.signed_at)} AS props
ORDER BY n.number
