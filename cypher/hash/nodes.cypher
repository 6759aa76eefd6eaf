// name: hash.nodes
// mode: read
// doc: Every node of the graph proper: label, properties.
// param without: list of labels that are not content
// returns: label, props

MATCH (n)
WHERE NOT head(labels(n)) IN $without
RETURN head(labels(n)) AS label, properties(n) AS props
