// name: ledger.retired
// mode: read
// doc: Which of these records are void, and what of them left the graph.
// param ids: list of kind:record
// returns: id, retired, retired_events

UNWIND $ids AS id
MATCH (c:Correction {voids: id})
RETURN c.voids AS id, c.retired AS retired, c.retired_events AS retired_events
