// name: void.cleaning
// mode: write
// doc: Take a void clean out of the graph; give back what left: identity, event, number.
// param ids: list of record ids
// returns: id, pairs

UNWIND $ids AS id
MATCH (n:Cleaning {cleaning: id})
OPTIONAL MATCH (n)-[e]-(o)
WITH id, n, collect([e.uid, e.event, e.seq]) AS edges, collect(DISTINCT o) AS others
WITH id, collect(n) AS nodes, collect([n.uid, n.event, n.seq]) + reduce(all = [], list IN collect(edges) | all + list) AS pairs,
     reduce(all = [], list IN collect(others) | all + list) AS others
FOREACH (n IN nodes | DETACH DELETE n)
WITH id, pairs, others
CALL (others) {
  // include: void/stubs.part
}
RETURN id, [pair IN pairs WHERE pair[1] IS NOT NULL] AS pairs
