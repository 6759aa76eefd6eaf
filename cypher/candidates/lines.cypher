// name: candidates.lines
// mode: read
// doc: What moves the stock of batches, with place and the earliest and latest moment (ms since 1970, null unknown); the first row of a batch is what is described of it.
// param keys: list of batch keys
// packed: yes
// returns: key, material, what, quantity, uom, place, to_place, earliest, latest

UNWIND $keys AS key
MATCH (b:Batch {key: key})
CALL (b) {
  RETURN "described" AS what, b.quantity AS quantity, b.uom AS uom, null AS place, null AS to_place, b.produced_at AS earliest, null AS latest
  UNION ALL
  MATCH (b)-[e:PRODUCED|OUTPUT_LINE|CONSUMED|INPUT_LINE|RECEIVED|RETURNED|SENT_BACK|SHIPPED]-(n)
  WHERE e.uid IS NOT NULL
  WITH CASE WHEN type(e) IN ["PRODUCED", "OUTPUT_LINE", "RECEIVED", "RETURNED"] THEN "in" ELSE "out" END AS what, e, n,
       coalesce(e.at, e.received_at, e.returned_at) AS at, coalesce(e.at_end, e.received_at_end, e.returned_at_end) AS at_end,
       duration({microseconds: 1}) AS instant, coalesce(n.timed, false) AS timed, NOT n:Run AS not_run,
       CASE WHEN n:Run THEN COLLECT { MATCH (n)-[:RAN_ON]->(q:Equipment) WHERE q.location IS NOT NULL RETURN DISTINCT q.location } ELSE [] END AS stand
  WITH what, e, n, at, at_end - instant AS at_end, timed, not_run, stand, coalesce(n.started_at, n.shipped_at, n.returned_at) AS began,
       coalesce(n.ended_at_end - instant, n.ended_at, n.shipped_at_end - instant, n.shipped_at, n.returned_at_end - instant, n.returned_at) AS ended,
       n.started_at_end - instant AS until
  RETURN what, e.quantity AS quantity, e.uom AS uom,
         coalesce(e.location, n.location, n.from_location, CASE WHEN size(stand) = 1 THEN stand[0] END) AS place, null AS to_place,
         CASE WHEN at IS NULL AND at_end IS NOT NULL THEN null
              WHEN at IS NULL THEN began
              WHEN timed OR not_run OR at < began THEN at ELSE began END AS earliest,
         CASE WHEN at IS NULL AND at_end IS NULL THEN CASE WHEN ended < began THEN coalesce(until, began) ELSE ended END
              ELSE coalesce(at_end, at) END AS latest
  UNION ALL
  MATCH (b)<-[:MOVED|COUNTED]-(n)
  WITH n, coalesce(n.at, n.counted_at) AS at, coalesce(n.at_end, n.counted_at_end) - duration({microseconds: 1}) AS at_end
  RETURN CASE WHEN n:Count THEN "count" WHEN n.kind = "adjust" THEN "adjust" WHEN n.kind IN ["scrap", "sample"] THEN "out" ELSE "move" END AS what,
         n.quantity AS quantity, n.uom AS uom,
         CASE WHEN n:Count THEN n.location WHEN coalesce(n.kind, "move") = "move" THEN n.from_location ELSE coalesce(n.from_location, n.to_location) END AS place,
         CASE WHEN n:Count THEN null ELSE n.to_location END AS to_place, at AS earliest, coalesce(at_end, at) AS latest
}
RETURN b.key AS key, b.material AS material, what, quantity, coalesce(uom, b.uom) AS uom, place, to_place,
       earliest.epochMillis AS earliest, latest.epochMillis AS latest
