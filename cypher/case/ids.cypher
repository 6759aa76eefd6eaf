// name: case.ids
// mode: read
// doc: Ids of cases that begin with a text.
// param start: beginning of the id
// returns: case

MATCH (c:Case) WHERE c.case STARTS WITH $start
RETURN c.case AS case
