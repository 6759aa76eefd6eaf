// name: case.notices
// mode: read
// doc: What consignees were told and told, in the order of the record.
// param case: id of the case
// returns: props, key

MATCH (:Case {case: $case})-[:TOLD]->(n:Notice)
OPTIONAL MATCH (n)-[:ABOUT]->(b:Batch)
RETURN n {.*, at: coalesce(n.at_text, toString(n.at))} AS props, b.key AS key
ORDER BY n.seq
