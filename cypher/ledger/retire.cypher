// name: ledger.retire
// mode: write
// doc: Add to what is kept of a void record.
// param rows: list of {id, uids, events}
// returns: -

UNWIND $rows AS row
MATCH (c:Correction {voids: row.id})
SET c.retired = coalesce(c.retired, []) + row.uids, c.retired_events = coalesce(c.retired_events, []) + row.events
