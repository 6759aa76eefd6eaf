// name: finder.parts
// mode: read
// doc: The parts of runs, which stand in the flow for their run.
// returns: run, part

MATCH (p:Part)
RETURN p.run AS run, p.part AS part
