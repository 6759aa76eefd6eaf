// name: scope.readings
// mode: read
// doc: The lines of runs whose line times are readings (rule 19; /m and the material where they name no lot), with the earliest and the latest moment of each (ms since 1970, null unknown).
// param nodes: list of node ids: /r and the run, /p and the part
// packed: yes
// returns: node, inward, key, earliest, latest

UNWIND $nodes AS node
CALL (node) {
  MATCH (n:Run {run: substring(node, 2)}) WHERE node STARTS WITH "/r" RETURN n
  UNION ALL
  MATCH (n:Part {part: substring(node, 2)}) WHERE node STARTS WITH "/p" RETURN n
}
CALL (n) {
  MATCH (n)-[e:CONSUMED|MAYBE_CONSUMED|PRODUCED]-(b:Batch) RETURN e, n AS r, startNode(e) = b AS inward, b.key AS key
  UNION ALL
  MATCH (r:Run {run: n.run})<-[e:BACKFLUSHED]-(m:Material) RETURN e, r, true AS inward, "/m" + m.material AS key
}
WITH node, r, e, inward, key, duration({microseconds: 1}) AS instant
RETURN node, inward, key,
       (CASE WHEN e.at IS NOT NULL THEN e.at WHEN e.at_end IS NULL THEN r.started_at END).epochMillis AS earliest,
       (CASE WHEN e.at IS NULL AND e.at_end IS NULL
             THEN CASE WHEN coalesce(r.ended_at_end, r.ended_at) <= r.started_at THEN coalesce(r.started_at_end - instant, r.started_at)
                       ELSE coalesce(r.ended_at_end - instant, r.ended_at) END
             ELSE coalesce(e.at_end - instant, e.at) END).epochMillis AS latest
