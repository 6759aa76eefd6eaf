"""B2MML, the XML of ISA-95: what a plant reports of its production and its lots, as records of a bundle."""
