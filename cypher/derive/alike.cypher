// name: derive.alike
// mode: write
// doc: Note on batches whether another looks the same to a person (rule 1).
// param values: list of what batches look like
// returns: -

UNWIND $values AS alike
CALL (alike) {
  MATCH (b:Batch {alike: alike})
  WITH collect(b) AS batches
  UNWIND batches AS b
  SET b.twins = CASE WHEN size(batches) > 1 THEN true END
}
