// Look-alikes: keys that a person may take for one another
MATCH (a:Batch)
MATCH (b:Batch {alike: a.alike})
WHERE a.key < b.key
RETURN a.key AS one, b.key AS other
ORDER BY one LIMIT 500
