// name: causes.made
// mode: read
// doc: When batches were first made or received (ms since 1970, null where nobody knows), and their material.
// param keys: list of batch keys
// packed: yes
// returns: key, material, made

UNWIND $keys AS key
MATCH (b:Batch {key: key})
WITH b, COLLECT { MATCH (b)<-[e:PRODUCED|OUTPUT_LINE]-(r:Run) RETURN coalesce(e.at, r.started_at) AS moment }
        + COLLECT { MATCH (b)<-[e:RECEIVED]-() RETURN e.received_at AS moment } AS moments
RETURN b.key AS key, b.material AS material,
       reduce(least = b.produced_at, m IN moments | CASE WHEN least IS NULL OR m < least THEN m ELSE least END).epochMillis AS made
