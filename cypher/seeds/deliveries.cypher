// name: seeds.deliveries
// mode: read
// doc: The lines of receipts, and of all receipts from suppliers, with when each came (microseconds since 1970, null unknown).
// param receipts: list of receipt ids
// param suppliers: list of supplier ids
// packed: yes
// returns: key, lot, assigner, receipt, supplier, supplier_lot, came, came_end

CALL () {
  UNWIND $receipts AS id MATCH (r:Receipt {receipt: id}) RETURN r
  UNION
  UNWIND $suppliers AS id MATCH (:Supplier {supplier: id})-[:SUPPLIED]->(r:Receipt) RETURN r
}
MATCH (r)-[e:RECEIVED]->(b:Batch)
RETURN b.key AS key, b.lot AS lot, b.assigner AS assigner, r.receipt AS receipt, e.supplier AS supplier, e.supplier_lot AS supplier_lot,
       e.received_at.epochSeconds * 1000000 + e.received_at.microsecond AS came,
       e.received_at_end.epochSeconds * 1000000 + e.received_at_end.microsecond AS came_end
ORDER BY key, receipt
