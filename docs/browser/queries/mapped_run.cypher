// A mapped run: which input went into which output
MATCH (r:Run {run: $run})-[has:HAS_PART]->(p:Part)-[made:PRODUCED]->(out:Batch)
OPTIONAL MATCH (b:Batch)-[used:CONSUMED|MAYBE_CONSUMED|CUT]->(p)
RETURN r, has, p, made, out, used, b
