// name: pull.known
// mode: read
// doc: What was pulled of these documents before.
// param ids: list of source, type and id of a document
// returns: pulled, revision, modified, void, records, lines

UNWIND $ids AS id
MATCH (p:Pulled {pulled: id})
RETURN p.pulled AS pulled, p.revision AS revision, p.modified AS modified, p.void AS void, p.records AS records, p.lines AS lines
