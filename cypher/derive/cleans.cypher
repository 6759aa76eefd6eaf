// name: derive.cleans
// mode: read
// doc: The cleans of equipment.
// param equipment: list of ids
// returns: equipment, uid, props

UNWIND $equipment AS id
MATCH (c:Cleaning)-[:CLEANED]->(e:Equipment {equipment: id})
RETURN e.equipment AS equipment, c.uid AS uid, c {.validated, .empty, cleaned_at: c.cleaned_at.epochSeconds * 1000000 + c.cleaned_at.microsecond, cleaned_at_end: c.cleaned_at_end.epochSeconds * 1000000 + c.cleaned_at_end.microsecond} AS props ORDER BY equipment, uid
