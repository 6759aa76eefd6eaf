"""Records for the food traceability rule (FSMA 204; 21 CFR part 1, subpart S): key data elements, workbook, plan."""

from genealogy.fsma.kdes import EVENTS, Kde
from genealogy.fsma.plan import Plan, plan_paper, read_plan
from genealogy.fsma.records import Records, records_of_period, records_of_scope
from genealogy.fsma.workbook import workbook

__all__ = [
    "EVENTS",
    "Kde",
    "Plan",
    "Records",
    "plan_paper",
    "read_plan",
    "records_of_period",
    "records_of_scope",
    "workbook",
]
