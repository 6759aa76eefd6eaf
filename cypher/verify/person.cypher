// name: verify.person
// mode: read
// doc: Whether a text about somebody is marked as erased, and whether an event says so.
// param person: id of the text
// returns: erased, forgotten

MATCH (p:Person {person: $person})
RETURN p.erased IS NOT NULL AS erased, EXISTS { MATCH (e:Erasure) WHERE e.person = p.person } AS forgotten
