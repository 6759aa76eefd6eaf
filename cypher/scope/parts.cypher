// name: scope.parts
// mode: read
// doc: What is noted on parts: their run, and what narrows nothing although it could.
// param ids: list of part ids
// returns: part, run, equipment, role, uncharged, unclear

UNWIND $ids AS id
MATCH (p:Part {part: id})
RETURN p.part AS part, p.run AS run, p.equipment AS equipment, p.role AS role,
       coalesce(p.uncharged, false) AS uncharged, coalesce(p.unclear, []) AS unclear
