// name: finder.batches
// mode: read
// doc: The next batches in the order of their keys, with their unit and opening stock: what is described of those that no line brings in (rule 29).
// param after: the last key read
// param limit: number at once
// returns: key, opening, uom

MATCH (b:Batch)
WHERE b.key > $after
WITH b ORDER BY b.key LIMIT toInteger($limit)
OPTIONAL MATCH (b)-[:OF]->(m:Material)
RETURN b.key AS key, CASE WHEN NOT EXISTS { (b)<-[:PRODUCED|OUTPUT_LINE|RECEIVED|RETURNED]-() } THEN b.quantity END AS opening,
       coalesce(b.uom, m.uom) AS uom
