// name: causes.background
// mode: read
// doc: Batches of these materials that were first made or received in a period, and those of which nobody knows when (made null).
// param materials: list of materials
// param from: number, first moment (ms since 1970)
// param to: number, last moment (ms since 1970)
// packed: yes
// returns: key, made

UNWIND $materials AS id
MATCH (:Material {material: id})<-[:OF]-(b:Batch)
WITH b, COLLECT { MATCH (b)<-[e:PRODUCED|OUTPUT_LINE]-(r:Run) RETURN coalesce(e.at, r.started_at) AS moment }
        + COLLECT { MATCH (b)<-[e:RECEIVED]-() RETURN e.received_at AS moment } AS moments
WITH b, reduce(least = b.produced_at, m IN moments | CASE WHEN least IS NULL OR m < least THEN m ELSE least END).epochMillis AS made
WHERE made IS NULL OR $from <= made <= $to
RETURN b.key AS key, made
