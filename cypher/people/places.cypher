// name: people.places
// mode: read
// doc: How often a text about somebody stands in the graph, by label and property.
// param text: the text
// param places: list of {label, name}
// returns: label, name, number

UNWIND $places AS place
MATCH (n:$(place.label)) WHERE n[place.name] = $text
RETURN place.label AS label, place.name AS name, count(*) AS number ORDER BY label, name
