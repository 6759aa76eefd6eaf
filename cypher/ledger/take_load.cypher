// name: ledger.take_load
// mode: write
// doc: Keep a load as it was exported.
// param props: map of its properties
// returns: -

MERGE (l:Load {load: $props.load})
SET l = $props
