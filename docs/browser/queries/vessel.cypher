// A vessel: its contents, what was charged and what was drawn
MATCH (v:Equipment {equipment: $equipment})-[held:CONTAINS]->(c:Content)
OPTIONAL MATCH (c)<-[i:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED]-(came)
OPTIONAL MATCH (came)<-[j:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED]-(charged:Batch)
OPTIONAL MATCH (c)-[o:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED]->(went)
OPTIONAL MATCH (went)-[p:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED]->(drawn:Batch)
RETURN v, held, c, i, came, j, charged, o, went, p, drawn
