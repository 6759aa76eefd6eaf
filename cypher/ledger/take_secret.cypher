// name: ledger.take_secret
// mode: write
// doc: Take over the secret of the database that was exported.
// param secret: text
// returns: -

MATCH (h:Ledger {name: "head"})
SET h.secret = $secret
