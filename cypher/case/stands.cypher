// name: case.stands
// mode: read
// doc: How a case stands: status, revision and number of its last step.
// param case: id of the case
// returns: status, revision, number

MATCH (c:Case {case: $case})
RETURN c.status AS status, c.revision AS revision, coalesce(c.number, 0) AS number
