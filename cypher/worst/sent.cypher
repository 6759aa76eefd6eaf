// name: worst.sent
// mode: read
// doc: To whom every batch went, line by line: its shipment, and the customer; also of lines that may mean it (rule 3), and who gave it back though no shipment is on record.
// returns: key, shipment, customer

MATCH (b:Batch)
WHERE b.key > ""
CALL (b) {
  MATCH (b)-[:SHIPPED]->(s:Shipment) RETURN s.shipment AS shipment, s.customer AS customer
  UNION ALL
  MATCH (b)-[:CANDIDATE_FOR]->(:Batch)-[:SHIPPED]->(s:Shipment) RETURN s.shipment AS shipment, s.customer AS customer
  UNION ALL
  MATCH (b)<-[e:RETURNED]-(:Return) WHERE e.customer IS NOT NULL RETURN null AS shipment, e.customer AS customer
}
RETURN b.key AS key, shipment, customer
