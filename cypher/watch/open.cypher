// name: watch.open
// mode: read
// doc: The open cases.
// returns: case

MATCH (c:Case)
WHERE c.status = "open"
RETURN c.case AS case ORDER BY case
