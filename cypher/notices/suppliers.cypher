// name: notices.suppliers
// mode: read
// doc: Whom to write to about what was delivered.
// param ids: list of supplier ids
// packed: yes
// returns: supplier, name, contact, email, phone, address

UNWIND $ids AS id
MATCH (s:Supplier {supplier: id})
RETURN s.supplier AS supplier, s.name AS name, s.contact AS contact, s.email AS email, s.phone AS phone, s.address AS address
