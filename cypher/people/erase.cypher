// name: people.erase
// mode: write
// doc: Take a text about somebody out of where it is kept and of the graph.
// param person: id of the text
// param at: when
// param mark: what stands in its place
// param places: list of {label, name}
// returns: -

MATCH (p:Person {person: $person})
WITH p, p.text AS text
SET p.text = null, p.erased = coalesce(p.erased, $at)
WITH text WHERE text IS NOT NULL
UNWIND $places AS place
MATCH (n:$(place.label)) WHERE n[place.name] = text
SET n[place.name] = $mark
