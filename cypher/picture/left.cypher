// name: picture.left
// mode: read
// doc: Shipments of batches, and the customers they went to.
// param keys: list of batch keys
// packed: yes
// returns: key, shipment, customer, customer_name, quantity, uom, shipped_at

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[e:SHIPPED]->(s:Shipment)
OPTIONAL MATCH (s)-[:DELIVERED_TO]->(c:Customer)
RETURN b.key AS key, s.shipment AS shipment, s.customer AS customer, c.name AS customer_name, e.quantity AS quantity, e.uom AS uom,
       toString(s.shipped_at) AS shipped_at
