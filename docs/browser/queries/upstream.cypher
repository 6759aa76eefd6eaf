// Where a batch comes from: everything upstream of it, to receipts and suppliers
MATCH (:Batch {key: $batch})<-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*0..]-(n)
WITH DISTINCT n
OPTIONAL MATCH (n)<-[e:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED|RECEIVED]-(before)
OPTIONAL MATCH (before)<-[s:SUPPLIED]-(supplier)
RETURN n, e, before, s, supplier
LIMIT 3000
