// name: batch.made
// mode: read
// doc: What a batch was made of and in, and what it went into, one step each way.
// param key: batch key
// returns: described, produced_at, expires_on, runs_in, runs_out, receipts, shipments, inspections, packs

MATCH (b:Batch {key: $key})
RETURN b.event IS NOT NULL AS described, toString(b.produced_at) AS produced_at, toString(b.expires_on) AS expires_on,
       COLLECT { MATCH (b)<-[:PRODUCED|OUTPUT_LINE]-(r:Run) RETURN DISTINCT r.run ORDER BY r.run } AS runs_in,
       COLLECT { MATCH (b)-[:CONSUMED|INPUT_LINE]->(r:Run) RETURN DISTINCT r.run ORDER BY r.run } AS runs_out,
       COLLECT { MATCH (b)<-[e:RECEIVED]-(r:Receipt)
                 RETURN {receipt: r.receipt, supplier: e.supplier, supplier_lot: e.supplier_lot, received_at: toString(e.received_at)}
                 ORDER BY r.receipt } AS receipts,
       COLLECT { MATCH (b)-[:SHIPPED]->(s:Shipment)
                 RETURN DISTINCT {shipment: s.shipment, customer: s.customer, shipped_at: toString(s.shipped_at)} } AS shipments,
       COLLECT { MATCH (b)<-[:INSPECTED]-(i:Inspection)
                 RETURN {inspection: i.inspection, result: i.result, characteristic: i.characteristic, value: i.value,
                         unit: i.unit, defect: i.defect, inspected_at: toString(i.inspected_at)} } AS inspections,
       COLLECT { MATCH (b)<-[:HOLDS]-(p:Pack) RETURN DISTINCT p.pack } AS packs
