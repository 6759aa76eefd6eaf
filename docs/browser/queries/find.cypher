// Find batches by a part of their key
MATCH (b:Batch)-[of:OF]->(m:Material)
WHERE toLower(b.key) CONTAINS toLower($text)
RETURN b, of, m
ORDER BY b.key LIMIT 50
