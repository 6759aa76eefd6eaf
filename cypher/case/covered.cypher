// name: case.covered
// mode: read
// doc: What the present revision of a case covers.
// param case: id of the case
// packed: yes
// returns: key, verdict, joined

MATCH (c:Case {case: $case})-[e:COVERS]->(b:Batch)
WHERE e.revision = c.revision
RETURN b.key AS key, e.verdict AS verdict, coalesce(e.joined, false) AS joined
