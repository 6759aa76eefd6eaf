// name: attachments.all
// mode: read
// doc: Each file that is attached to anything, once: its hash, size, and how the first event names it.
// param upto: number of the last event that counts
// returns: sha256, size, name, about, seq

MATCH (a:Attachment) WHERE a.seq <= $upto
WITH a ORDER BY a.seq
WITH a.sha256 AS sha256, head(collect(a)) AS first
RETURN sha256, first.size AS size, first.name AS name, first.about AS about, first.seq AS seq
ORDER BY seq
