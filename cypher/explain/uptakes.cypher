// name: explain.uptakes
// mode: read
// doc: The runs in which batches took residue up, on what equipment, and the earliest moment of it (ms since 1970, 0 unknown).
// param keys: list of batch keys
// packed: yes
// returns: source, key, equipment, run, moment

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:CARRIED_OVER]-(n)
RETURN coalesce("/c" + n.content, "/p" + n.part, "/r" + n.run) AS source, b.key AS key, coalesce(e.on, n.equipment) AS equipment,
       e.run AS run, coalesce(e.at.epochMillis, 0) AS moment
ORDER BY run, equipment
