// name: history.numbers
// mode: read
// doc: The numbers of the events that may describe or use an object, and how many nodes of it there are; lines of documents beside it come along.
// param kind: kind of object
// param id: its id, or the key of a batch
// returns: nodes, seqs

CALL () {
  MATCH (n:Batch {key: $id}) WHERE $kind = "batch"
  RETURN n
  UNION ALL
  MATCH (n:Run {run: $id}) WHERE $kind = "run"
  RETURN n
  UNION ALL
  MATCH (n:Receipt {receipt: $id}) WHERE $kind = "receipt"
  RETURN n
  UNION ALL
  MATCH (n:Shipment {shipment: $id}) WHERE $kind = "shipment"
  RETURN n
  UNION ALL
  MATCH (n:Return {`return`: $id}) WHERE $kind = "return"
  RETURN n
  UNION ALL
  MATCH (n:Pack {pack: $id}) WHERE $kind = "pack"
  RETURN n
  UNION ALL
  MATCH (n:Material {material: $id}) WHERE $kind = "material"
  RETURN n
  UNION ALL
  MATCH (n:Supplier {supplier: $id}) WHERE $kind = "supplier"
  RETURN n
  UNION ALL
  MATCH (n:Customer {customer: $id}) WHERE $kind = "customer"
  RETURN n
  UNION ALL
  MATCH (n:Location {location: $id}) WHERE $kind = "location"
  RETURN n
  UNION ALL
  MATCH (n:Equipment {equipment: $id}) WHERE $kind = "equipment"
  RETURN n
  UNION ALL
  MATCH (n:Operator {operator: $id}) WHERE $kind = "operator"
  RETURN n
  UNION ALL
  MATCH (n:Case {case: $id}) WHERE $kind = "case"
  RETURN n
  UNION ALL
  MATCH (n:Order {order: $id}) WHERE $kind = "order"
  RETURN n
  UNION ALL
  MATCH (n:Inspection {inspection: $id}) WHERE $kind = "inspection"
  RETURN n
  UNION ALL
  MATCH (n:Movement {movement: $id}) WHERE $kind = "movement"
  RETURN n
  UNION ALL
  MATCH (n:Count {count: $id}) WHERE $kind = "count"
  RETURN n
  UNION ALL
  MATCH (n:Cleaning {cleaning: $id}) WHERE $kind = "cleaning"
  RETURN n
}
CALL (n) {
  RETURN n.seq AS seq
  UNION
  MATCH (n)-[e]-(o) WHERE NOT (n:Material AND type(e) = "OF")
  UNWIND [e.seq, o.seq] AS seq
  RETURN seq
  UNION
  MATCH (n)--(o)-[line:RECEIVED|RETURNED|SENT_BACK]-(:Batch) WHERE o:Receipt OR o:Return
  RETURN line.seq AS seq
  UNION
  MATCH (n)-[:CONSUMED|INPUT_LINE|PRODUCED|OUTPUT_LINE]-(:Run)-[:MAPS]->(m:Mapping)
  WHERE n:Batch AND n.key IN [m.in_key, m.out_key]
  RETURN m.seq AS seq
  UNION
  MATCH (n)-[:CONSUMED|PRODUCED|MAYBE_CONSUMED|MAYBE_PRODUCED]-(:Part)<-[:HAS_PART]-(:Run)-[:MAPS]->(m:Mapping)
  WHERE n:Batch AND n.key IN [m.in_key, m.out_key]
  RETURN m.seq AS seq
}
WITH count(DISTINCT n) AS nodes, collect(DISTINCT seq) AS seqs
RETURN nodes, seqs + COLLECT { MATCH (a:Attachment {about: $kind + ":" + $id}) RETURN a.seq } AS seqs
