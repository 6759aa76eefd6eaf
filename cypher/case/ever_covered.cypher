// name: case.ever_covered
// mode: read
// doc: What any revision of a case covers or covered.
// param case: id of the case
// packed: yes
// returns: key

MATCH (c:Case {case: $case})-[:COVERS]->(b:Batch)
RETURN DISTINCT b.key AS key
