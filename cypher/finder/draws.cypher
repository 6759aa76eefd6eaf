// name: finder.draws
// mode: read
// doc: Draws from a vessel before which nothing was charged.
// returns: part, run, equipment

MATCH (p:Part)
WHERE p.uncharged
RETURN p.part AS part, p.run AS run, p.equipment AS equipment ORDER BY run, part
