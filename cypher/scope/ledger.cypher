// name: scope.ledger
// mode: read
// doc: What came into batches and what left them, with the earliest and the latest moment of each line (ms since 1970, null unknown; rules 17 to 19).
// param keys: list of batch keys
// packed: yes
// returns: key, material, inflow, quantity, uom, earliest, latest

UNWIND $keys AS key
MATCH (b:Batch {key: key})
CALL (b) {
  MATCH (b)-[e:PRODUCED|OUTPUT_LINE|CONSUMED|INPUT_LINE|RECEIVED|RETURNED|SENT_BACK|SHIPPED]-(n)
  WHERE e.uid IS NOT NULL
  WITH type(e) IN ["PRODUCED", "OUTPUT_LINE", "RECEIVED", "RETURNED"] AS inflow, e.quantity AS quantity, e.uom AS uom, n,
       coalesce(e.at, e.received_at, e.returned_at) AS at, coalesce(e.at_end, e.received_at_end, e.returned_at_end) AS at_end,
       duration({microseconds: 1}) AS instant
  WITH inflow, quantity, uom, at, at_end - instant AS at_end, coalesce(n.started_at, n.shipped_at, n.returned_at) AS began,
       coalesce(n.ended_at_end - instant, n.ended_at, n.shipped_at_end - instant, n.shipped_at, n.returned_at_end - instant, n.returned_at) AS ended, coalesce(n.timed, false) AS timed, NOT n:Run AS not_run,
       n.started_at_end - instant AS until
  RETURN inflow, quantity, uom,
         CASE WHEN at IS NULL AND at_end IS NOT NULL THEN null
              WHEN at IS NULL THEN began
              WHEN timed OR not_run OR at < began THEN at ELSE began END AS earliest,
         CASE WHEN at IS NULL AND at_end IS NULL THEN CASE WHEN ended < began THEN coalesce(until, began) ELSE ended END
              ELSE coalesce(at_end, at) END AS latest
  UNION ALL
  MATCH (b)<-[:MOVED]-(n)
  WHERE n.kind IN ["scrap", "sample", "adjust"]
  RETURN n.kind = "adjust" AS inflow, n.quantity AS quantity, n.uom AS uom, n.at AS earliest, coalesce(n.at_end - duration({microseconds: 1}), n.at) AS latest
}
RETURN b.key AS key, b.material AS material, inflow, quantity, coalesce(uom, b.uom) AS uom,
       earliest.epochMillis AS earliest, latest.epochMillis AS latest
