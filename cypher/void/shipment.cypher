// name: void.shipment
// mode: write
// doc: Take a void shipment and its lines out of the graph; give back what left: identity, event, number.
// param ids: list of record ids
// returns: id, pairs

UNWIND $ids AS id
MATCH (n:Shipment {shipment: id})
OPTIONAL MATCH (n)-[e]-(o)
WITH id, n, collect([e.uid, e.event, e.seq]) AS edges, collect(DISTINCT o) AS others
OPTIONAL MATCH (n)-[:MOVED_AS]->(part)
WITH id, n, edges, [o IN others WHERE NOT o:Transfer] AS others, collect(part) AS parts
FOREACH (part IN parts | DETACH DELETE part)
WITH id, collect(n) AS nodes, collect([n.uid, n.event, n.seq]) + reduce(all = [], list IN collect(edges) | all + list) AS pairs,
     reduce(all = [], list IN collect(others) | all + list) AS others
CALL (nodes) { // what others still name stays, as a stub
  UNWIND nodes AS n
  WITH n WHERE EXISTS { (n)<-[:OF_SHIPMENT]-() }
  OPTIONAL MATCH (n)-[e]-() WHERE NOT (type(e) = "OF_SHIPMENT" AND endNode(e) = n)
  DELETE e
  WITH DISTINCT n
  SET n = {shipment: n.shipment}
}
CALL (nodes) {
  UNWIND nodes AS n
  WITH n WHERE NOT EXISTS { (n)<-[:OF_SHIPMENT]-() }
  DETACH DELETE n
}
WITH id, pairs, others
CALL (others) {
  // include: void/stubs.part
}
RETURN id, [pair IN pairs WHERE pair[1] IS NOT NULL] AS pairs
