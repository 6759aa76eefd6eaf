// name: verify.people
// mode: read
// doc: All texts about people, also those that were erased, and whether an event says that they were.
// returns: person, text, erased, forgotten

MATCH (e:Erasure)
WITH collect(e.person) AS gone
MATCH (p:Person)
RETURN p.person AS person, p.text AS text, p.erased AS erased, p.person IN gone AS forgotten ORDER BY person
