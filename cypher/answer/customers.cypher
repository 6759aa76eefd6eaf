// name: answer.customers
// mode: read
// doc: Whom to call.
// param ids: list of customer ids
// returns: customer, name, contact, email, phone, address, described

UNWIND $ids AS id
MATCH (c:Customer {customer: id})
RETURN c.customer AS customer, c.name AS name, c.contact AS contact, c.email AS email, c.phone AS phone,
       c.address AS address, c.event IS NOT NULL AS described
