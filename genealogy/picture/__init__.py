"""The graph around a batch, for programs that draw or calculate: GraphML, GEXF, DOT, Mermaid, JSON Lines, Parquet."""

from genealogy.picture.model import Edge, Node, Picture, picture
from genealogy.picture.writing import FORMATS, format_of, written

__all__ = ["FORMATS", "Edge", "Node", "Picture", "format_of", "picture", "written"]
