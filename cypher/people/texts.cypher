// name: people.texts
// mode: read
// doc: Texts about people by id.
// param ids: list of ids
// returns: person, text

UNWIND $ids AS id
MATCH (p:Person {person: id})
RETURN p.person AS person, p.text AS text
