// name: epcis.around
// mode: read
// doc: The numbers of the events that say something of these batches, of their documents and of what those name.
// param keys: list of batch keys
// returns: seq

UNWIND $keys AS key
MATCH (b:Batch {key: key})
CALL (b) {
  MATCH (b)-[e]-(d)
  RETURN [b.seq, e.seq, d.seq] AS seqs
  UNION
  MATCH (b)--(d)-[e]-(n)
  WHERE (d:Run OR d:Receipt OR d:Shipment OR d:Return OR d:Movement OR d:Inspection OR d:Status OR d:Pack)
    AND NOT n:Batch
  RETURN [e.seq, n.seq] AS seqs
}
UNWIND seqs AS seq
WITH seq WHERE seq IS NOT NULL
RETURN DISTINCT seq
