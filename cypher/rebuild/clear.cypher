// name: rebuild.clear
// mode: write
// doc: Take a part of the projection out; the record itself stays.
// param keep: list of labels that stay
// param limit: number at once
// returns: deleted

MATCH (n)
WHERE NOT head(labels(n)) IN $keep
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted
