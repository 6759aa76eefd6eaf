// name: worst.lotless
// mode: read
// doc: The batches of every material that some run consumed without naming a lot (rule 4), material by material.
// returns: keys

MATCH (m:Material)
WHERE EXISTS { (m)-[:BACKFLUSHED]->(:Run) }
RETURN COLLECT { MATCH (m)<-[:OF]-(b:Batch) RETURN b.key } AS keys ORDER BY m.material
