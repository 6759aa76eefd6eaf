// name: ledger.append
// mode: write
// doc: Keep the events of one transaction as a page and move the head.
// param page: the properties of the page
// param last: last sequence number
// param corrections: how many corrections it holds
// returns: -

MATCH (h:Ledger {name: "head"})
SET h.seq = $last, h.corrections = h.corrections + $corrections
CREATE (p:Page) SET p = $page
