// name: pull.cursors
// mode: read
// doc: How far a source was pulled, by type of document.
// param prefix: source and separator
// returns: cursor, at, again

MATCH (c:Cursor) WHERE c.cursor STARTS WITH $prefix
RETURN c.cursor AS cursor, c.at AS at, c.again AS again ORDER BY cursor
