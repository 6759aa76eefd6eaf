// name: schema.constraints
// mode: read
// doc: Labels and properties that are unique by a constraint.
// returns: label, property

SHOW CONSTRAINTS YIELD labelsOrTypes, properties
UNWIND labelsOrTypes AS label
UNWIND properties AS property
RETURN label, property
