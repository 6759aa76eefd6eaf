// name: ledger.archives
// mode: read
// doc: The files into which events were archived, in the order of their numbers.
// returns: sha256, file, first, last, root, reason, by, at, seq, kept

MATCH (a:Archive)
RETURN a.sha256 AS sha256, a.file AS file, a.first AS first, a.last AS last, a.root AS root, a.reason AS reason,
       a.by AS by, toString(a.at) AS at, a.seq AS seq,
       COUNT { MATCH (p:Page) WHERE a.first <= p.first <= a.last AND p.bytes IS NOT NULL } AS kept
ORDER BY first
