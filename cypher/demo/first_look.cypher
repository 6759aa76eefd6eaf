// name: demo.first_look
// mode: read
// doc: Where a batch went in its first steps, as paths to be drawn: the first thing to paste into Neo4j Browser.
// param key: batch key
// returns: path

MATCH path = (:Batch {key: $key})-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED*1..6]->()
RETURN path
LIMIT 300
