// name: ledger.secret
// mode: read
// doc: The secret by which texts about people get their ids in this database.
// returns: secret

MATCH (h:Ledger {name: "head"})
RETURN h.secret AS secret
