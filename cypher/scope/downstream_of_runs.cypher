// name: scope.downstream_of_runs
// mode: read
// doc: Every flow edge of the downstream closure of runs and of their parts; columns as scope.downstream.
// param runs: list of run ids
// returns: sources, types, targets, quantities, uoms, moments, timed

UNWIND $runs AS run
MATCH (s:Run {run: run})
USING INDEX SEEK s:Run(run)
MATCH (s)-[:HAS_PART|CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*0..]->(n)
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
