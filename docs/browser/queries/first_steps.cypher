// First steps of a batch: the runs that used it and what they made
MATCH path = (:Batch {key: $batch})-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*1..4]->()
RETURN path
LIMIT 300
