// name: answer.facts
// mode: read
// doc: What is noted on batches beside their flow. `described`: key, unit, whether a record of it may be missing, number of edges that produce it. `lines`: key, type, quantity, unit, and the shipment, the kind of movement or the customer who returned it; of counts, statuses, orders, cuts and candidates only that they are there.
// param keys: list of batch keys
// returns: described, lines

UNWIND $keys AS key
MATCH (n:Batch {key: key})
WITH collect(n) AS nodes
// include: answer/facts.part
RETURN described, lines
