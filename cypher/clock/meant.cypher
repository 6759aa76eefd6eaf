// name: clock.meant
// mode: read
// doc: Keys without assigner that runs name, and of which candidates bear the times of their lines (rule 3).
// param runs: list of run ids
// returns: key

UNWIND $runs AS run
MATCH (:Run {run: run})<-[e:MAYBE_CONSUMED]-(:Batch)
WHERE e.meant IS NOT NULL
RETURN DISTINCT e.meant AS key
