// name: void.run
// mode: write
// doc: Take a void run and its lines out of the graph; give back what left: identity, event, number.
// param ids: list of record ids
// returns: id, pairs

UNWIND $ids AS id
MATCH (n:Run {run: id})
OPTIONAL MATCH (n)-[e]-(o)
WITH id, n, collect([e.uid, e.event, e.seq]) AS edges, collect(DISTINCT o) AS others
WITH id, n, edges, others + COLLECT { MATCH (n)-[:MAPS]->(m:Mapping) UNWIND [m.in_key, m.out_key] AS key
                                      MATCH (b:Batch {key: key}) RETURN b } AS others
OPTIONAL MATCH (n)-[:HAS_PART|MAPS|MEASURED]->(part)
WITH id, n, edges, others, collect(part) AS parts, collect([part.uid, part.event, part.seq]) AS of_parts
WITH id, n, edges + [pair IN of_parts WHERE pair[1] IS NOT NULL] AS edges, parts,
     [o IN others WHERE NOT (o:Part OR o:Mapping OR o:Parameter OR o:Content)] AS others
FOREACH (part IN parts | DETACH DELETE part)
WITH id, collect(n) AS nodes, collect([n.uid, n.event, n.seq]) + reduce(all = [], list IN collect(edges) | all + list) AS pairs,
     reduce(all = [], list IN collect(others) | all + list) AS others
CALL (nodes) { // what others still name stays, as a stub
  UNWIND nodes AS n
  WITH n WHERE EXISTS { (n)<-[:CHECKED]-() }
  OPTIONAL MATCH (n)-[e]-() WHERE NOT (type(e) = "CHECKED" AND endNode(e) = n)
  DELETE e
  WITH DISTINCT n
  SET n = {run: n.run}
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
