// name: people.all
// mode: read
// doc: All texts about people, also those that were erased.
// returns: person, text, erased

MATCH (p:Person)
RETURN p.person AS person, p.text AS text, p.erased AS erased ORDER BY person
