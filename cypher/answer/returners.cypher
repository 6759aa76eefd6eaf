// name: answer.returners
// mode: read
// doc: Customers who gave batches back: they had them, whatever the shipments say.
// param keys: list of batch keys
// packed: yes
// returns: key, customer

UNWIND $keys AS key
MATCH (b:Batch {key: key})<-[e:RETURNED]-(:Return)
WHERE e.customer IS NOT NULL
RETURN DISTINCT b.key AS key, e.customer AS customer
