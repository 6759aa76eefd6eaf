// A run and all that is recorded of it
MATCH (r:Run {run: $run})-[e]-(n)
RETURN r, e, n
LIMIT 300
