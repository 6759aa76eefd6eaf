// name: derive.runs
// mode: read
// doc: Runs with their lines and mapping, as recorded.
// param runs: list of run ids
// returns: head, inputs, outputs, mapping

UNWIND $runs AS id
MATCH (r:Run {run: id})
RETURN r {.run, .kind, .timed, .started_at, .started_at_end, .ended_at, .ended_at_end} AS head,
       COLLECT { MATCH (b:Batch)-[e:INPUT_LINE|CONSUMED]->(r)
                 RETURN {key: b.key, props: properties(e),
                         candidates: COLLECT { MATCH (c:Batch)-[:CANDIDATE_FOR]->(b) RETURN c.key }} } AS inputs,
       COLLECT { MATCH (r)-[e:OUTPUT_LINE|PRODUCED]->(b:Batch)
                 RETURN {key: b.key, props: properties(e), candidates: []} } AS outputs,
       COLLECT { MATCH (r)-[:MAPS]->(m:Mapping) RETURN [m.in_key, m.out_key] } AS mapping
ORDER BY head.run
