// name: demo.spared
// mode: read
// doc: Finished materials with how many batches there are and how many of them are in a scope; customers who are not.
// param keys: list of batch keys in scope
// param customers: list of customers in scope
// returns: materials, customers

MATCH (m:Material {kind: "finished"})<-[:OF]-(b:Batch)
WITH m, count(b) AS made, count(CASE WHEN b.key IN $keys THEN 1 END) AS inside
ORDER BY m.material
WITH collect({material: m.material, name: m.name, made: made, inside: inside}) AS materials
RETURN materials,
       COLLECT { MATCH (c:Customer) WHERE NOT c.customer IN $customers
                 RETURN {customer: c.customer, name: c.name} ORDER BY c.customer } AS customers
