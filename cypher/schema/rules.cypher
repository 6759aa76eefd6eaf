// name: schema.rules
// mode: read
// doc: Labels and properties that have a constraint or an index of their own.
// returns: label, property

SHOW INDEXES YIELD labelsOrTypes, properties WHERE size(labelsOrTypes) = 1 AND size(properties) = 1
RETURN labelsOrTypes[0] AS label, properties[0] AS property
