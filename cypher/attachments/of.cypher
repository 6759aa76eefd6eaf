// name: attachments.of
// mode: read
// doc: The files that belong to a record.
// param about: kind:id
// returns: sha256, name, media_type, size, reason, by, at, sequence

MATCH (a:Attachment {about: $about})
RETURN a.sha256 AS sha256, a.name AS name, a.media_type AS media_type, a.size AS size, a.reason AS reason,
       a.by AS by, toString(a.at) AS at, a.seq AS sequence
ORDER BY sequence
