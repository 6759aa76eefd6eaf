// name: scope.carried
// mode: read
// doc: Runs in which batches took residue, each with the node that left it.
// param keys: list of batch keys
// returns: source, run

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:CARRIED_OVER]-(n)
RETURN DISTINCT coalesce("/c" + n.content, "/p" + n.part, "/r" + n.run) AS source, e.run AS run
