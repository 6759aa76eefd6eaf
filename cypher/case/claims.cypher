// name: case.claims
// mode: read
// doc: Which cases hold these batches or held them: the statuses that cases gave to whole batches, in the order of the record.
// param keys: list of batch keys
// packed: yes
// returns: key, case, case_status, before, seq

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[:MARKED]-(s:Status)
USING INDEX SEEK b:Batch(key)
WHERE s.line STARTS WITH s.case + ":" AND s.location IS NULL AND s.quantity IS NULL
MATCH (c:Case {case: s.case})
USING INDEX SEEK c:Case(case)
RETURN b.key AS key, c.case AS case, c.status AS case_status, s.before AS before, s.seq AS seq
ORDER BY seq
