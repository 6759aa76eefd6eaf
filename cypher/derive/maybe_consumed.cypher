// name: derive.maybe_consumed
// mode: write
// doc: A candidate may have been consumed in a plain run, at the time of each line that may mean it.
// param rows: list of {key, candidate, run}
// returns: -

UNWIND $rows AS row
MATCH (c:Batch {key: row.candidate})
MATCH (b:Batch {key: row.key})-[line:CONSUMED]->(r:Run {run: row.run})
CREATE (c)-[e:MAYBE_CONSUMED {meant: row.key}]->(r)
SET e.at = line.at, e.at_end = line.at_end
