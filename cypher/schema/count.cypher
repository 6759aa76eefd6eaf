// name: schema.count
// mode: read
// doc: How many nodes there are.
// returns: nodes

MATCH (n) RETURN count(n) AS nodes
