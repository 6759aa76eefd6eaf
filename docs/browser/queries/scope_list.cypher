// Recall scope of a batch, as a list: certain or potential, and how many batches away
MATCH path = (:Batch {key: $batch})-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*0..]->(b)
WITH b, min(length(path)) AS steps
WHERE b:Batch
RETURN b.key AS batch, b.material AS material, steps,
       CASE WHEN EXISTS { (:Batch {key: $batch})-[:CONSUMED|PRODUCED*0..]->(b) } THEN "certain" ELSE "potential" END AS verdict
ORDER BY steps, batch
