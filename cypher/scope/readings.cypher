// name: scope.readings
// mode: read
// doc: The lines of runs whose line times are readings (rule 19), with the earliest and the latest moment of each (ms since 1970, null unknown).
// param nodes: list of node ids: /r and the run, /p and the part
// packed: yes
// returns: node, inward, key, earliest, latest

UNWIND $nodes AS node
CALL (node) {
  MATCH (n:Run {run: substring(node, 2)}) WHERE node STARTS WITH "/r" RETURN n
  UNION ALL
  MATCH (n:Part {part: substring(node, 2)}) WHERE node STARTS WITH "/p" RETURN n
}
MATCH (n)-[e:CONSUMED|MAYBE_CONSUMED|PRODUCED]-(b:Batch)
WITH node, n, e, b, duration({microseconds: 1}) AS instant
RETURN node, startNode(e) = b AS inward, b.key AS key,
       (CASE WHEN e.at IS NOT NULL THEN e.at WHEN e.at_end IS NULL THEN n.started_at END).epochMillis AS earliest,
       (CASE WHEN e.at IS NULL AND e.at_end IS NULL
             THEN CASE WHEN coalesce(n.ended_at_end, n.ended_at) <= n.started_at THEN coalesce(n.started_at_end - instant, n.started_at)
                       ELSE coalesce(n.ended_at_end - instant, n.ended_at) END
             ELSE coalesce(e.at_end - instant, e.at) END).epochMillis AS latest
