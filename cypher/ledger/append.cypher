// name: ledger.append
// mode: write
// doc: Keep the events of one transaction as a page and move the head.
// param page: map of the page's properties
// param last: number of the last event
// param corrections: number of corrections it holds
// returns: -

MATCH (h:Ledger {name: "head"})
SET h.seq = $last, h.corrections = h.corrections + $corrections
CREATE (p:Page) SET p = $page
