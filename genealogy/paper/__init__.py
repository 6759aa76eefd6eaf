"""Papers that leave the house: one shape, written as PDF, workbook or CSV, in English, Chinese or both."""

from genealogy.paper.book import book_bytes
from genealogy.paper.model import LANGUAGES, Paper, Table, Words, language
from genealogy.paper.pdf import pdf_bytes
from genealogy.paper.text import csv_bytes

__all__ = ["LANGUAGES", "Paper", "Table", "Words", "book_bytes", "csv_bytes", "language", "pdf_bytes"]
