// name: finder.corrections
// mode: read
// doc: Corrections of records that nothing was recorded of.
// returns: record

MATCH (c:Correction)
WHERE size(coalesce(c.retired, [])) = 0
RETURN c.voids AS record ORDER BY record
