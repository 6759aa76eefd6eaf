// name: verify.edges
// mode: read
// doc: Every edge: type, properties, and both ends by label and what identifies them.
// param keys: map of labels to the property that identifies a node of each
// returns: type, props, source, source_id, target, target_id

MATCH (a)-[e]->(b)
RETURN type(e) AS type, properties(e) AS props,
       head(labels(a)) AS source, properties(a)[$keys[head(labels(a))]] AS source_id,
       head(labels(b)) AS target, properties(b)[$keys[head(labels(b))]] AS target_id
