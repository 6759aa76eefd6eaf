// name: case.of_request
// mode: read
// doc: The case in which a request took a step.
// param mark: what stands for the request
// returns: case

MATCH (n:CaseEntry {request: $mark})
RETURN n.case AS case
