// name: ledger.moved
// mode: read
// doc: How often a writer has opened the ledger: what is read between two equal answers is of one moment.
// returns: writer

MATCH (h:Ledger {name: "head"})
RETURN coalesce(h.writer, 0) AS writer
