// name: people.erased
// mode: read
// doc: Which of these texts about people were erased.
// param ids: list of ids
// returns: person

UNWIND $ids AS id
MATCH (p:Person {person: id}) WHERE p.erased IS NOT NULL
RETURN p.person AS person
