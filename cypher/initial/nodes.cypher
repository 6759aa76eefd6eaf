// name: initial.nodes
// mode: read
// doc: Every node of a database in which nothing is recorded yet.
// returns: label, props

MATCH (n)
RETURN labels(n)[0] AS label, properties(n) AS props
