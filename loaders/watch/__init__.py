"""A folder that is watched: what is dropped there whole is loaded once, and moved to where it can be found."""
