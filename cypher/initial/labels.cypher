// name: initial.labels
// mode: read
// doc: Which kinds of nodes there are.
// returns: label

MATCH (n) UNWIND labels(n) AS label
RETURN DISTINCT label ORDER BY label
