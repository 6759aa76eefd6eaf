// name: ledger.take_drill
// mode: write
// doc: Keep a drill as it was exported.
// param props: map of its properties
// returns: -

MERGE (d:Drill {drill: $props.drill})
SET d = $props
