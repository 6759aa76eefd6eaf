// What a mapping spares: pairs of input and output that a run kept apart
MATCH (b:Batch)-[cut:CUT]->(p:Part)-[made:PRODUCED]->(other:Batch)
MATCH (p)<-[has:HAS_PART]-(r:Run)
RETURN b, cut, p, made, other, has, r
LIMIT 300
