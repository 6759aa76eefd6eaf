// name: schema.rules
// mode: read
// doc: Labels and properties that have a constraint or an index.
// returns: label, property

SHOW INDEXES YIELD labelsOrTypes, properties
UNWIND labelsOrTypes AS label
UNWIND properties AS property
RETURN label, property
