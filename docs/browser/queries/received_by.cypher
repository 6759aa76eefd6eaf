// Who received it: shipments and customers of everything downstream
MATCH (:Batch {key: $batch})-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*0..]->(b)
WITH DISTINCT b
MATCH (b)-[line:SHIPPED]->(s:Shipment)
OPTIONAL MATCH (s)-[to:DELIVERED_TO]->(c:Customer)
RETURN b, line, s, to, c
