// name: derive.shipments
// mode: read
// doc: Shipments with their lines, and the receipts and returns that name them.
// param ids: list of shipment ids
// returns: shipment, head, sent, came

UNWIND $ids AS id
MATCH (s:Shipment {shipment: id})
RETURN s.shipment AS shipment, {shipped_at: s.shipped_at.epochSeconds * 1000000 + s.shipped_at.microsecond,
                                shipped_at_end: s.shipped_at_end.epochSeconds * 1000000 + s.shipped_at_end.microsecond} AS head,
       COLLECT { MATCH (b:Batch)-[:SHIPPED]->(s)
                 RETURN {key: b.key, candidates: COLLECT { MATCH (c:Batch)-[:CANDIDATE_FOR]->(b) RETURN c.key }} } AS sent,
       COLLECT { MATCH (s)<-[:OF_SHIPMENT]-(d:Receipt|Return)-[e:RECEIVED|RETURNED]->(b:Batch)
                 WHERE e.shipment = s.shipment
                 WITH b, d, coalesce(e.received_at, e.returned_at) AS at, coalesce(e.received_at_end, e.returned_at_end) AS at_end
                 RETURN {document: coalesce(d.receipt, d.`return`), key: b.key, returned: d:Return,
                         at: at.epochSeconds * 1000000 + at.microsecond, at_end: at_end.epochSeconds * 1000000 + at_end.microsecond} } AS came
