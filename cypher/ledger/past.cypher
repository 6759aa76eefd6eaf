// name: ledger.past
// mode: write
// doc: Add to what is kept of objects from which corrections took something; what is there already stays once.
// param rows: list of {past, seqs}
// returns: -

UNWIND $rows AS row
MERGE (p:Past {past: row.past})
SET p.seqs = coalesce(p.seqs, []) + [seq IN row.seqs WHERE NOT seq IN coalesce(p.seqs, [])]
