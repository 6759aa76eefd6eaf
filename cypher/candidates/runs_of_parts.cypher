// name: candidates.runs_of_parts
// mode: read
// doc: The runs of parts.
// param parts: list of part ids
// packed: yes
// returns: run

UNWIND $parts AS id
MATCH (p:Part {part: id})
RETURN DISTINCT p.run AS run
