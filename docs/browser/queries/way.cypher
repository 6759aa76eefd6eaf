// How did it get there: a shortest way from one batch to another
MATCH path = ANY SHORTEST (:Batch {key: $batch})-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED]->+(:Batch {key: $other})
RETURN path
