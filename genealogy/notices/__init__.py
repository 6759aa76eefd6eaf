"""Notice packs: what each customer and each supplier of a recall is told, and nothing of anybody else."""

from genealogy.notices.answer import Notice, notices
from genealogy.notices.packs import Pack
from genealogy.notices.writing import FORMATS, write_packs

__all__ = ["FORMATS", "Notice", "Pack", "notices", "write_packs"]
