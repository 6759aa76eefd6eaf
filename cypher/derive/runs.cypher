// name: derive.runs
// mode: read
// doc: Runs with their lines and mapping, as recorded; times in microseconds since 1970.
// param runs: list of run ids
// returns: head, inputs, outputs, mapping, backflushed

UNWIND $runs AS id
MATCH (r:Run {run: id})
RETURN r {.run, .kind, .timed,
          started_at: r.started_at.epochSeconds * 1000000 + r.started_at.microsecond, started_at_end: r.started_at_end.epochSeconds * 1000000 + r.started_at_end.microsecond,
          ended_at: r.ended_at.epochSeconds * 1000000 + r.ended_at.microsecond, ended_at_end: r.ended_at_end.epochSeconds * 1000000 + r.ended_at_end.microsecond} AS head,
       COLLECT { MATCH (b:Batch)-[e:INPUT_LINE|CONSUMED]->(r)
                 RETURN {key: b.key, props: {uid: e.uid, quantity: e.quantity, uom: e.uom, at: e.at.epochSeconds * 1000000 + e.at.microsecond,
                                             at_end: e.at_end.epochSeconds * 1000000 + e.at_end.microsecond},
                         candidates: COLLECT { MATCH (c:Batch)-[:CANDIDATE_FOR]->(b) RETURN c.key }} } AS inputs,
       COLLECT { MATCH (r)-[e:OUTPUT_LINE|PRODUCED]->(b:Batch)
                 RETURN {key: b.key, props: {uid: e.uid, quantity: e.quantity, uom: e.uom, at: e.at.epochSeconds * 1000000 + e.at.microsecond,
                                             at_end: e.at_end.epochSeconds * 1000000 + e.at_end.microsecond}, candidates: []} } AS outputs,
       COLLECT { MATCH (r)-[:MAPS]->(m:Mapping) RETURN [m.in_key, m.out_key] } AS mapping,
       COLLECT { MATCH (m:Material)-[e:BACKFLUSHED]->(r)
                 RETURN {key: m.material, props: {uid: e.uid, quantity: e.quantity, uom: e.uom, at: e.at.epochSeconds * 1000000 + e.at.microsecond,
                                                  at_end: e.at_end.epochSeconds * 1000000 + e.at_end.microsecond}, candidates: []} } AS backflushed
ORDER BY head.run
