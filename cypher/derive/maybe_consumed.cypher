// name: derive.maybe_consumed
// mode: write
// doc: A candidate may have been consumed in a plain run.
// param rows: list of {key, candidate, run}
// returns: -

UNWIND $rows AS row
MATCH (c:Batch {key: row.candidate})
MATCH (r:Run {run: row.run})
CREATE (c)-[:MAYBE_CONSUMED {meant: row.key}]->(r)
