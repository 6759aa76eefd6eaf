// name: verify.edges
// mode: read
// doc: Every edge: type, properties, and both ends by label and what identifies them.
// returns: type, props, source, source_id, target, target_id

MATCH (a)-[e]->(b)
RETURN type(e) AS type, properties(e) AS props, head(labels(a)) AS source,
       coalesce(a.key, a.part, a.content, a.transfer, a.uid, a.run, a.material, a.supplier, a.customer, a.location,
                a.equipment, a.operator, a.receipt, a.shipment, a.`return`, a.pack, a.case) AS source_id,
       head(labels(b)) AS target,
       coalesce(b.key, b.part, b.content, b.transfer, b.uid, b.run, b.material, b.supplier, b.customer, b.location,
                b.equipment, b.operator, b.receipt, b.shipment, b.`return`, b.pack, b.case) AS target_id
