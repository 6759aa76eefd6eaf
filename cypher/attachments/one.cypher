// name: attachments.one
// mode: read
// doc: How a file was named when it was first attached.
// param sha256: hash of its bytes
// returns: name, media_type

MATCH (a:Attachment {sha256: $sha256})
RETURN a.name AS name, a.media_type AS media_type
ORDER BY a.seq LIMIT 1
