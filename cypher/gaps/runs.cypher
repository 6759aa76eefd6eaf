// name: gaps.runs
// mode: read
// doc: Odd rows as scope.downstream gives them, for runs that a traversal does not pass: those drawn as parts, and those that took residue.
// param runs: list of run ids
// returns: odd_runs, odd_places

UNWIND $runs AS id
MATCH (n:Run {run: id})
WITH collect(n) AS nodes
// include: scope/odd.part
RETURN odd_runs, odd_places
