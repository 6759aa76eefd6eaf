// name: worst.lots
// mode: read
// doc: Batches that more than one run made, with each of these runs (or parts of them).
// param keys: list of batch keys
// packed: yes
// returns: key, node, run

UNWIND $keys AS key
MATCH (b:Batch {key: key})
WITH b, COLLECT { MATCH (b)<-[:PRODUCED|MAYBE_PRODUCED]-(n:Run|Part) RETURN DISTINCT n } AS makers
WHERE any(maker IN makers WHERE maker.run <> makers[0].run)
UNWIND makers AS n
RETURN b.key AS key, coalesce("/p" + n.part, "/r" + n.run) AS node, n.run AS run
