// name: verify.nodes
// mode: read
// doc: Every node but those that the product keeps for itself: labels, properties.
// param without: list of labels that are not content
// returns: labels, props

MATCH (n)
WHERE NOT (size(labels(n)) = 1 AND head(labels(n)) IN $without)
RETURN labels(n) AS labels, properties(n) AS props
