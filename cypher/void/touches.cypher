// name: void.touches
// mode: read
// doc: What was derived with the help of a record that becomes void: candidates of bare keys, transfers of shipments.
// param kind: kind of record
// param record: its id
// returns: keys, shipments

OPTIONAL MATCH (r:Receipt {receipt: $record}) WHERE $kind = "receipt"
OPTIONAL MATCH (t:Return {return: $record}) WHERE $kind = "return"
OPTIONAL MATCH (u:Run {run: $record}) WHERE $kind = "run"
OPTIONAL MATCH (s:Shipment {shipment: $record}) WHERE $kind = "shipment"
WITH coalesce(r, t, u, s) AS n
OPTIONAL MATCH (n)-[:RECEIVED|RETURNED|PRODUCED|OUTPUT_LINE|CONSUMED|INPUT_LINE|SHIPPED]-(b:Batch)
OPTIONAL MATCH (n)-[:OF_SHIPMENT]->(answered:Shipment)
RETURN collect(DISTINCT b.key) AS keys, collect(DISTINCT answered.shipment) AS shipments
