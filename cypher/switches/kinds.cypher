// name: switches.kinds
// mode: read
// doc: The run and its kind, of runs and of parts.
// param runs: list of run ids
// param parts: list of part ids
// packed: yes
// returns: node, run, kind

CALL () {
  UNWIND $runs AS id MATCH (r:Run {run: id}) RETURN "/r" + r.run AS node, r
  UNION ALL
  UNWIND $parts AS id MATCH (p:Part {part: id}) MATCH (r:Run {run: p.run}) RETURN "/p" + p.part AS node, r
}
RETURN node, r.run AS run, r.kind AS kind
