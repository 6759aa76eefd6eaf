// Whom to call: each customer with the shipments and batches in question
MATCH (:Batch {key: $batch})-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*0..]->(b)
WITH DISTINCT b
MATCH (b)-[line:SHIPPED]->(s:Shipment)-[:DELIVERED_TO]->(c:Customer)
RETURN c.name AS customer, collect(DISTINCT s.shipment) AS shipments, count(DISTINCT b) AS batches,
       sum(line.quantity) AS quantity, line.uom AS unit
ORDER BY customer
