// name: scope.downstream
// mode: read
// doc: Every flow edge of the downstream closure of the batches, as columns. Node ids: a batch key, or / and c (content), p (part), t (transfer), r (run). Quantity -1: derived, -2: not recorded. Moment (ms since 1970, 0 unknown): the earliest of what comes into a batch, the latest of what leaves it (rule 20).
// param keys: list of batch keys
// returns: sources, types, targets, quantities, uoms, moments, timed

UNWIND $keys AS key
MATCH (s:Batch {key: key})
USING INDEX SEEK s:Batch(key)
MATCH (s)-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*0..]->(n)
WITH DISTINCT n
MATCH (n)-[e:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED]->(m)
RETURN collect(coalesce(n.key, "/c" + n.content, "/p" + n.part, "/t" + n.transfer, "/r" + n.run)) AS sources, collect(type(e)) AS types,
       collect(coalesce(m.key, "/c" + m.content, "/p" + m.part, "/t" + m.transfer, "/r" + m.run)) AS targets,
       collect(CASE WHEN e.uid IS NULL THEN -1.0 ELSE coalesce(e.quantity, -2.0) END) AS quantities,
       collect(coalesce(e.uom, "")) AS uoms,
       collect(coalesce(CASE
         WHEN m:Batch THEN CASE
           WHEN n.run IS NULL OR e.uid IS NULL OR e.at IS NULL AND e.at_end IS NOT NULL THEN e.at.epochMillis
           WHEN e.at IS NULL THEN n.started_at.epochMillis
           WHEN n.timed OR e.at < n.started_at THEN e.at.epochMillis
           ELSE n.started_at.epochMillis END
         WHEN n:Batch THEN coalesce((e.at_end - duration({microseconds: 1})).epochMillis, e.at.epochMillis,
                                      CASE WHEN coalesce(m.ended_at_end, m.ended_at) <= m.started_at THEN coalesce(m.started_at_end, m.started_at).epochMillis END,
                                      (m.ended_at_end - duration({microseconds: 1})).epochMillis, m.ended_at.epochMillis)
         END, 0)) AS moments,
       collect(DISTINCT CASE WHEN n.timed THEN coalesce("/p" + n.part, "/r" + n.run) END) AS timed
