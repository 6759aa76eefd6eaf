// name: frontier.downstream
// mode: read
// doc: The flow edges that leave these nodes; columns as scope.downstream.
// param batches: list of batch keys
// param contents: list of content ids
// param parts: list of part ids
// param transfers: list of transfer ids
// param runs: list of run ids
// returns: sources, types, targets, quantities, uoms, moments, timed

CALL () {
  UNWIND $batches AS id MATCH (n:Batch {key: id}) RETURN n
  UNION ALL UNWIND $contents AS id MATCH (n:Content {content: id}) RETURN n
  UNION ALL UNWIND $parts AS id MATCH (n:Part {part: id}) RETURN n
  UNION ALL UNWIND $transfers AS id MATCH (n:Transfer {transfer: id}) RETURN n
  UNION ALL UNWIND $runs AS id MATCH (n:Run {run: id}) RETURN n
}
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
