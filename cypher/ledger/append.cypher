// name: ledger.append
// mode: write
// doc: Keep the events of one transaction as a page and move the head; the first tells how local times are read.
// param page: map of the page's properties
// param last: number of the last event
// param corrections: number of corrections it holds
// param timezone: IANA name of the zone by which its local times were read
// returns: -

MATCH (h:Ledger {name: "head"})
SET h.seq = $last, h.corrections = h.corrections + $corrections, h.timezone = coalesce(h.timezone, $timezone)
CREATE (p:Page) SET p = $page
