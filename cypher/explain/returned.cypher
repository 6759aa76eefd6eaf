// name: explain.returned
// mode: read
// doc: What a customer gave back.
// param customer: customer id
// returns: key, return_id

MATCH (:Customer {customer: $customer})-[:GAVE_BACK]->(r:Return)-[:RETURNED]->(b:Batch)
RETURN DISTINCT b.key AS key, r.`return` AS return_id ORDER BY key, return_id
