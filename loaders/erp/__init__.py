"""Business systems that are asked for their documents: each becomes events through the ordinary verbs."""
