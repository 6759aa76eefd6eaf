// name: switches.vessels
// mode: read
// doc: The vessels that parts charge or draw from.
// param parts: list of part ids
// packed: yes
// returns: part, vessel

UNWIND $parts AS id
MATCH (p:Part {part: id})
WHERE p.role IS NOT NULL
RETURN p.part AS part, p.equipment AS vessel
