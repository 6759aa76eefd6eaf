// name: derive.cleans
// mode: read
// doc: The cleans of equipment.
// param equipment: its id
// returns: uid, props

MATCH (c:Cleaning)-[:CLEANED]->(e:Equipment {equipment: $equipment})
RETURN c.uid AS uid, properties(c) AS props ORDER BY uid
