// name: ledger.about
// mode: read
// doc: Numbers of the events that speak of a batch: its own, its lines, and the records that these lines are of.
// param key: batch key
// returns: numbers

MATCH (b:Batch {key: $key})
OPTIONAL MATCH (b)-[e]-(x)
WHERE NOT x:Material
WITH b, collect(e.seq) + collect(x.seq) + coalesce([b.seq], []) AS numbers
UNWIND CASE numbers WHEN [] THEN [null] ELSE numbers END AS number
WITH DISTINCT number ORDER BY number
RETURN collect(number) AS numbers
