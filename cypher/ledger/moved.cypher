// name: ledger.moved
// mode: read
// doc: Who opened the ledger last: what is read between two equal answers is of one moment.
// returns: writer

MATCH (h:Ledger {name: "head"})
RETURN h.writer AS writer
