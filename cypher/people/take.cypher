// name: people.take
// mode: write
// doc: Keep texts about people as they were exported; what was erased stays so.
// param rows: list of {person, text, erased}
// returns: -

UNWIND $rows AS row
MERGE (p:Person {person: row.person})
SET p.text = row.text, p.erased = row.erased
