// name: people.one
// mode: read
// doc: A text about somebody, and when it was erased.
// param person: id of the text
// returns: text, erased

MATCH (p:Person {person: $person})
RETURN p.text AS text, toString(p.erased) AS erased
