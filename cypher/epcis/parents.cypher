// name: epcis.parents
// mode: read
// doc: Which of these identifiers some event of EPCIS packs things into.
// param epcs: list of identifiers
// returns: epc

UNWIND $epcs AS epc
MATCH (x:Identifier {epc: epc})
WHERE EXISTS { MATCH (x)<-[:NAMES {role: "parentID"}]-(:EpcisEvent) }
RETURN DISTINCT x.epc AS epc
