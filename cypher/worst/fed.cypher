// name: worst.fed
// mode: read
// doc: The runs that put something into contents of vessels, or left residue in those of lines, and on what equipment.
// param ids: list of content ids
// packed: yes
// returns: content, equipment, runs

UNWIND $ids AS id
MATCH (c:Content {content: id})
RETURN c.content AS content, c.equipment AS equipment,
       COLLECT { MATCH (c)<-[:PRODUCED|MAYBE_PRODUCED|CARRIED_OVER]-(n:Run|Part) RETURN DISTINCT n.run ORDER BY n.run } AS runs
