"""Mock recalls: the clock runs, the records are scored, the result is kept."""

from genealogy.drills.drill import draw, drill
from genealogy.drills.keeping import get_drill, list_drills
from genealogy.drills.report import report_of

__all__ = ["draw", "drill", "get_drill", "list_drills", "report_of"]
