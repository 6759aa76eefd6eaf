// name: scope.inflows
// mode: read
// doc: The earliest moment (ms since 1970; null unknown) at which each batch may have existed, and whether anything says so (rule 20).
// param keys: list of batch keys
// returns: key, recorded, earliest

UNWIND $keys AS key
MATCH (b:Batch {key: key})
CALL (b) {
  MATCH (b)<-[e:PRODUCED|OUTPUT_LINE]-(r:Run)
  RETURN CASE WHEN r.timed THEN coalesce(e.at, r.started_at)
              WHEN e.at IS NULL OR r.started_at < e.at THEN r.started_at
              WHEN r.started_at IS NULL THEN null
              ELSE e.at END AS moment
  UNION ALL
  MATCH (b)<-[e:RECEIVED]-() RETURN e.received_at AS moment
  UNION ALL
  MATCH (b)<-[e:RETURNED]-() RETURN e.returned_at AS moment
}
WITH b, collect(coalesce(moment.epochMillis, -1)) AS moments
WITH b, CASE WHEN size(moments) = 0 THEN [b.produced_at.epochMillis] ELSE moments END AS moments
RETURN b.key AS key, moments[0] IS NOT NULL AS recorded,
       CASE WHEN -1 IN moments THEN null ELSE reduce(least = moments[0], m IN moments | CASE WHEN m < least THEN m ELSE least END) END AS earliest
