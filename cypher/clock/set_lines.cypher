// name: clock.set_lines
// mode: write
// doc: Write times that were read again on the lines of runs, receipts and returns.
// param rows: list of {label, id, lines}: lines hold the times of each line by its uid
// returns: -

UNWIND $rows AS row
CALL (row) {
  WITH row WHERE row.label = "Run"
  MATCH (:Run {run: row.id})-[e:CONSUMED|INPUT_LINE|BACKFLUSHED|PRODUCED|OUTPUT_LINE|RAN_ON|RUN_BY]-()
  WITH e, row.lines[e.uid] AS props WHERE props IS NOT NULL
  SET e += props
}
CALL (row) {
  WITH row WHERE row.label = "Receipt"
  MATCH (:Receipt {receipt: row.id})-[e:RECEIVED]->()
  WITH e, row.lines[e.uid] AS props WHERE props IS NOT NULL
  SET e += props
}
CALL (row) {
  WITH row WHERE row.label = "Return"
  MATCH (:Return {`return`: row.id})-[e:RETURNED|SENT_BACK]-()
  WITH e, row.lines[e.uid] AS props WHERE props IS NOT NULL
  SET e += props
}
