// Residue on a line: which runs leave it and which batches may carry it
MATCH (e:Equipment {equipment: $equipment})-[held:CONTAINS]->(c:Content {residue: true})
OPTIONAL MATCH (c)<-[i:CARRIED_OVER]-(left)
OPTIONAL MATCH (c)-[o:CARRIED_OVER]->(taken)
RETURN e, held, c, i, left, o, taken
