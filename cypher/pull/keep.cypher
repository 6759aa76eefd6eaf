// name: pull.keep
// mode: write
// doc: Note what was pulled of documents, so that a later pull knows what changed.
// param rows: list of {id, props}; props are revision, modified, void, records, lines
// returns: -

UNWIND $rows AS row
MERGE (p:Pulled {pulled: row.id})
SET p += row.props
