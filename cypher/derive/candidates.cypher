// name: derive.candidates
// mode: write
// doc: Note which batches a bare key may mean.
// param rows: list of {key, candidate}
// returns: -

UNWIND $rows AS row
MATCH (b:Batch {key: row.key})
MATCH (c:Batch {key: row.candidate})
CREATE (c)-[:CANDIDATE_FOR]->(b)
