// name: hash.edges
// mode: read
// doc: Every edge of the graph proper: type, properties, and both ends by label and properties that identify them.
// param without: list of labels that are not content
// returns: type, props, source, source_id, target, target_id

MATCH (a)-[e]->(b)
WHERE NOT head(labels(a)) IN $without
RETURN type(e) AS type, properties(e) AS props, head(labels(a)) AS source,
       coalesce(a.key, a.part, a.content, a.transfer, a.uid, a.run, a.material, a.supplier, a.customer, a.location,
                a.equipment, a.operator, a.receipt, a.shipment, a.`return`, a.pack, a.case, a.epc) AS source_id,
       head(labels(b)) AS target,
       coalesce(b.key, b.part, b.content, b.transfer, b.uid, b.run, b.material, b.supplier, b.customer, b.location,
                b.equipment, b.operator, b.receipt, b.shipment, b.`return`, b.pack, b.case, b.epc) AS target_id
