// name: verify.persons
// mode: read
// doc: Every text about people, by id.
// returns: person, text, erased

MATCH (p:Person)
RETURN p.person AS person, p.text AS text, p.erased AS erased
