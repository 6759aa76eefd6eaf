// name: fsma.places
// mode: read
// doc: Our own places, with how to reach them.
// returns: location, name, phone, address

MATCH (l:Location)
RETURN l.location AS location, l.name AS name, l.phone AS phone, l.address AS address
ORDER BY location
