// name: history.past
// mode: read
// doc: The numbers of the events of an object that corrections took out of the graph or put in place.
// param past: kind:id
// returns: seqs

OPTIONAL MATCH (p:Past {past: $past})
RETURN p.seqs AS seqs
