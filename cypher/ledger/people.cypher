// name: ledger.people
// mode: write
// doc: Keep texts about people apart, by id.
// param rows: list of {person, text}
// returns: -

UNWIND $rows AS row
MERGE (p:Person {person: row.person})
SET p.text = row.text
