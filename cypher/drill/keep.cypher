// name: drill.keep
// mode: write
// doc: Keep the record of a drill; one that is there stays as it is.
// param drill: id of the drill
// param at: when it began
// param record: its record as JSON
// returns: -

MERGE (d:Drill {drill: $drill})
ON CREATE SET d.at = $at, d.record = $record
