// Between sites: what left with a shipment and came in as another lot
MATCH (s:Shipment)-[as:MOVED_AS]->(t:Transfer)
OPTIONAL MATCH (b:Batch)-[went:CONSUMED|MAYBE_CONSUMED]->(t)
OPTIONAL MATCH (t)-[came:PRODUCED]->(c:Batch)
RETURN s, as, t, went, b, came, c
LIMIT 300
