// name: fsma.described
// mode: read
// doc: What is noted on materials, suppliers, customers and locations.
// param materials: list of ids
// param suppliers: list of ids
// param customers: list of ids
// param locations: list of ids
// returns: label, id, props

CALL () {
  UNWIND $materials AS id
  MATCH (n:Material {material: id})
  RETURN "Material" AS label, id, properties(n) AS props
  UNION ALL
  UNWIND $suppliers AS id
  MATCH (n:Supplier {supplier: id})
  RETURN "Supplier" AS label, id, properties(n) AS props
  UNION ALL
  UNWIND $customers AS id
  MATCH (n:Customer {customer: id})
  RETURN "Customer" AS label, id, properties(n) AS props
  UNION ALL
  UNWIND $locations AS id
  MATCH (n:Location {location: id})
  RETURN "Location" AS label, id, properties(n) AS props
}
RETURN label, id, props
