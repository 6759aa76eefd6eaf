// name: epcis.relatives
// mode: read
// doc: Events of EPCIS that name any of these identifiers, and those of these hashes.
// param epcs: list of identifiers
// param hashes: list of event hashes
// returns: hash, declared_at, body, spaces

CALL () {
  UNWIND $epcs AS epc
  MATCH (x:Identifier {epc: epc})<-[:NAMES]-(e:EpcisEvent)
  RETURN e
  UNION
  UNWIND $hashes AS hash
  MATCH (e:EpcisEvent {hash: hash})
  RETURN e
}
RETURN DISTINCT e.hash AS hash, e.declared_at AS declared_at, e.body AS body, e.spaces AS spaces
