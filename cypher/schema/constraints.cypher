// name: schema.constraints
// mode: read
// doc: Labels and properties that are unique by a constraint, each by itself: one with others beside it binds nothing.
// returns: label, property

SHOW CONSTRAINTS YIELD type, entityType, labelsOrTypes, properties
WHERE type CONTAINS "UNIQUENESS" AND entityType = "NODE" AND size(labelsOrTypes) = 1 AND size(properties) = 1
RETURN labelsOrTypes[0] AS label, properties[0] AS property
