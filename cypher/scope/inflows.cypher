// name: scope.inflows
// mode: read
// doc: The earliest moment (ms since 1970; null unknown) at which each batch may have existed, and whether anything says so (rule 20).
// param keys: list of batch keys
// packed: yes
// returns: key, recorded, earliest

UNWIND $keys AS key
MATCH (b:Batch {key: key})
WITH b,
     COLLECT { MATCH (b)<-[e:PRODUCED|OUTPUT_LINE]-(r:Run)
               WITH CASE WHEN e.at IS NULL AND e.at_end IS NOT NULL THEN null
                         WHEN e.at IS NULL THEN r.started_at
                         WHEN r.timed OR e.at < r.started_at THEN e.at
                         ELSE r.started_at END AS moment
               RETURN coalesce(moment.epochMillis, -1) }
     + COLLECT { MATCH (b)<-[e:RECEIVED]-() RETURN coalesce(e.received_at.epochMillis, -1) }
     + COLLECT { MATCH (b)<-[e:RETURNED]-() RETURN coalesce(e.returned_at.epochMillis, -1) } AS moments
WITH b, CASE WHEN size(moments) = 0 THEN [b.produced_at.epochMillis] ELSE moments END AS moments
RETURN b.key AS key, moments[0] IS NOT NULL AS recorded,
       CASE WHEN -1 IN moments THEN null ELSE reduce(least = moments[0], m IN moments | CASE WHEN m < least THEN m ELSE least END) END AS earliest
