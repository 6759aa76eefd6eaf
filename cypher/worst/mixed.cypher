// name: worst.mixed
// mode: read
// doc: Where batches are mixed with their like: runs (or parts of them) that took another batch of the material as well, or that made the material again of this and other inputs.
// param keys: list of batch keys
// packed: yes
// returns: key, node, run

UNWIND $keys AS key
MATCH (b:Batch {key: key})-[:CONSUMED|MAYBE_CONSUMED]->(n:Run|Part)
WHERE coalesce(n.role, "") <> "charge"
      AND (EXISTS { MATCH (n)<-[:CONSUMED|MAYBE_CONSUMED]-(o:Batch) WHERE o <> b AND o.material = b.material }
           OR EXISTS { MATCH (n)-[:PRODUCED|MAYBE_PRODUCED]->(o:Batch) WHERE o.material = b.material }
              AND EXISTS { MATCH (n)<-[:CONSUMED|MAYBE_CONSUMED]-(o) WHERE o <> b })
RETURN DISTINCT b.key AS key, coalesce("/p" + n.part, "/r" + n.run) AS node, n.run AS run
