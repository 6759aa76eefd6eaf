// name: load.finish
// mode: write
// doc: End a load with its state, counts and report.
// param load: id of the load
// param props: map of state, finished_at, counts, report
// returns: -

MATCH (l:Load {load: $load})
SET l += $props
