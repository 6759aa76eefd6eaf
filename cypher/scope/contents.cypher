// name: scope.contents
// mode: read
// doc: What is noted on the contents of vessels and lines.
// param ids: list of content ids
// returns: content, equipment, residue, current, quantity, uom, since, left_over, unclear, location

UNWIND $ids AS id
MATCH (c:Content {content: id})
OPTIONAL MATCH (e:Equipment {equipment: c.equipment})
RETURN c.content AS content, c.equipment AS equipment, coalesce(c.residue, false) AS residue,
       coalesce(c.current, false) AS current, c.quantity AS quantity, c.uom AS uom, c.since.epochSeconds * 1000000 + c.since.microsecond AS since,
       c.left AS left_over, coalesce(c.unclear, []) AS unclear, e.location AS location
