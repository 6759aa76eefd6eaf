// name: people.keep
// mode: write
// doc: Keep texts about people apart, by id; what was erased stays so.
// param rows: list of {person, text}
// returns: -

UNWIND $rows AS row
MERGE (p:Person {person: row.person})
SET p.text = CASE WHEN p.erased IS NULL THEN row.text END
