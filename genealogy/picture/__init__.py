"""The graph around a batch, for programs that draw or calculate: GraphML, GEXF, DOT, Mermaid, JSON Lines, Parquet."""

from genealogy.picture.model import Edge, Node, Picture, picture
from genealogy.picture.writing import FORMATS, files_of, format_of, written

__all__ = ["FORMATS", "Edge", "Node", "Picture", "files_of", "format_of", "picture", "written"]
