"""A bundle as one workbook (.xlsx), a sheet for each file: recognised, made safe, and read as rows of text."""

from loaders.workbook.container import is_workbook, refuse_others, sheets

__all__ = ["is_workbook", "refuse_others", "sheets"]
