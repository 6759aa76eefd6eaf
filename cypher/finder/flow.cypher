// name: finder.flow
// mode: read
// doc: Every flow edge of the whole graph: its two ends, as scope queries name them.
// returns: source, target

MATCH (n)-[:CONSUMED|PRODUCED|CARRIED_OVER|MAYBE_CONSUMED|MAYBE_PRODUCED]->(m)
RETURN coalesce(n.key, "/c" + n.content, "/p" + n.part, "/t" + n.transfer, "/r" + n.run) AS source,
       coalesce(m.key, "/c" + m.content, "/p" + m.part, "/t" + m.transfer, "/r" + m.run) AS target
