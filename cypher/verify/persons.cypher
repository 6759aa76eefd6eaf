// name: verify.persons
// mode: read
// doc: Every text about people, by id.
// returns: person, text

MATCH (p:Person)
RETURN p.person AS person, p.text AS text
