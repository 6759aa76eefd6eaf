// name: void.receipt
// mode: write
// doc: Take a void receipt and its lines out of the graph; give back what left: identity, event, number.
// param ids: list of record ids
// returns: id, pairs

UNWIND $ids AS id
MATCH (n:Receipt {receipt: id})
OPTIONAL MATCH (n)-[e]-(o)
WITH id, n, collect([e.uid, e.event, e.seq]) AS edges, collect(DISTINCT o) AS others
WITH id, collect(n) AS nodes, collect([n.uid, n.event, n.seq]) + reduce(all = [], list IN collect(edges) | all + list) AS pairs,
     reduce(all = [], list IN collect(others) | all + list) AS others
CALL (nodes) { // what others still name stays, as a stub
  UNWIND nodes AS n
  WITH n WHERE EXISTS { (n)<-[:CHECKED]-() }
  OPTIONAL MATCH (n)-[e]-() WHERE NOT (type(e) = "CHECKED" AND endNode(e) = n)
  DELETE e
  WITH DISTINCT n
  SET n = {receipt: n.receipt}
}
CALL (nodes) {
  UNWIND nodes AS n
  WITH n WHERE NOT EXISTS { (n)<-[:CHECKED]-() }
  DETACH DELETE n
}
WITH id, pairs, others
CALL (others) {
  // include: void/stubs.part
}
RETURN id, [pair IN pairs WHERE pair[1] IS NOT NULL] AS pairs
