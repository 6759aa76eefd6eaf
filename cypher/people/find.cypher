// name: people.find
// mode: read
// doc: Texts about people that hold a text, in any case.
// param find: text
// param limit: number of rows at most
// returns: person, text

MATCH (p:Person) WHERE toLower(p.text) CONTAINS toLower($find)
RETURN p.person AS person, p.text AS text ORDER BY text, person LIMIT toInteger($limit)
