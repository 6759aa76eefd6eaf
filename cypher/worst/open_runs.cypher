// name: worst.open_runs
// mode: read
// doc: Runs that batches go into or come out of, and that have begun and not ended.
// param keys: list of batch keys
// packed: yes
// returns: key, run

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[:CONSUMED|INPUT_LINE|PRODUCED|OUTPUT_LINE]-(r:Run)
WHERE r.started_at IS NOT NULL AND r.ended_at IS NULL AND r.ended_at_end IS NULL
RETURN DISTINCT b.key AS key, r.run AS run ORDER BY key, run
