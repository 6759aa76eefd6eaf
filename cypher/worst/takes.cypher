// name: worst.takes
// mode: read
// doc: Residue that came into batches, edge by edge: from which node of the flow, on what equipment, in which run.
// param keys: list of batch keys
// packed: yes
// returns: key, source, equipment, run

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:CARRIED_OVER]-(n)
RETURN b.key AS key, coalesce("/c" + n.content, "/p" + n.part, "/r" + n.run) AS source, coalesce(e.on, n.equipment) AS equipment,
       e.run AS run ORDER BY key, source, equipment, run
