"""Recall cases: opened, looked at, held against the records of now, decided, closed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Body, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.access.guard import guarded, needs
from api.access.signing import Given, Signer, TheSigner
from api.answer import json_answer
from api.routes.deps import TheSettings, TheStore
from api.routes.keyed import TheKeyed
from api.routes.recall_body import SeedIn, SwitchesIn
from genealogy.asof import case_as_of
from genealogy.cases.book import alarms_of, list_cases, show_case, standing, taken_by
from genealogy.cases.check import check_case
from genealogy.cases.frozen import frozen_bytes, thawed
from genealogy.cases.life import Opening, Said, open_case
from genealogy.cases.question import Question, said_of
from genealogy.ledger.head import zone_of
from genealogy.store import Store

router = guarded(tags=["cases"])
CaseId = Annotated[str, Path(description="Id of the case.", examples=[examples.CASE])]


class SaidIn(BaseModel):
    """Who does it, why, and when."""

    model_config = ConfigDict(extra="forbid")
    by: str = Field(min_length=1, description="Who.")
    reason: str = Field(min_length=1, description="Why.")
    at: str | None = Field(None, description="When; ISO 8601, now where it is left out.")
    signature: Given | None = Field(None, description="Needed where GENEALOGY_SIGNATURES says so.")

    def told(self, case: str, step: str) -> dict[str, Any]:
        """What is asked of a case, without the signature; `step` is where it is sent to."""
        return {"case": case, "step": step, **self.model_dump(exclude={"signature"}, exclude_unset=True, by_alias=True)}

    def said(self, signer: Signer, case: str, step: str, mark: str = "", *, must_sign: bool = False) -> Said:
        """As the core takes it, with whoever sends and signs it, and the mark of the request. A signature made before
        is over what is told."""
        signature = signer.signature(self.signature, self.told(case, step), must=must_sign)
        return Said(self.by, self.reason, self.at, signer.caller.by, signature, mark)


class CaseIn(SaidIn):
    """A case to open."""

    seeds: list[SeedIn] = Field(min_length=1)
    switches: SwitchesIn = SwitchesIn()
    title: str = Field(min_length=1)
    class_: Literal["I", "II", "III"] = Field(alias="class", description="21 CFR 7.3(m).")
    case: str | None = Field(None, description="Its id; the next one of the year where it is left out.")
    quarantine: list[str] = Field([], description="Locations to which goods in scope may be moved meanwhile.")
    level: Literal["A", "B", "C", "D", "E"] = Field("A", description="Of the effectiveness check.")
    percent: str | None = Field(None, description="Share of the consignees to check, for level B.")
    draft: bool = Field(False, description="Freeze the answer, and do not open the case yet.")


def as_taken(store: Store, mark: str) -> dict[str, Any]:
    """The case in which the request of this mark took its step before, and its answer was lost; nothing where it did
    not."""
    case = taken_by(store, mark)
    return show_case(store, case) if case else {}


@router.post("/cases", status_code=201, summary="Open a recall case", openapi_extra=needs("case"))
def open_one(
    store: TheStore,
    settings: TheSettings,
    signer: TheSigner,
    keyed: TheKeyed,
    body: Annotated[CaseIn, Body(openapi_examples={"the bad lot": {"value": examples.OPEN_CASE}})],
) -> Response:
    """Freeze the recall answer of now and open a case on it; `draft` leaves it to be opened later."""
    seeds = [said_of(seed.seed()) for seed in body.seeds]
    question = Question(seeds, body.switches.switches().as_dict(), settings.tolerance, zone_of(store, settings))
    opening = Opening(body.title, body.class_, body.quarantine, body.level, body.percent)

    def work(mark: str) -> dict[str, Any]:
        if taken := as_taken(store, mark):
            return taken
        said = body.said(signer, body.case or "", "open", mark)
        return open_case(store, question, opening, said, body.case, draft=body.draft)

    case = keyed.once(body.told(body.case or "", "open"), work)
    return json_answer(case, 201, {"Location": f"/cases/{case['case']}"})


@router.get("/cases", summary="All recall cases", openapi_extra=needs("read"))
def all_of_them(store: TheStore) -> Response:
    """As they stand, by id."""
    return json_answer({"cases": list_cases(store)})


@router.get("/cases/{case}", summary="A recall case", openapi_extra=needs("read"))
def one(
    store: TheStore,
    settings: TheSettings,
    case: CaseId,
    as_of: Annotated[str | None, Query(description="How it stood then, by the time of recording; ISO 8601.")] = None,
) -> Response:
    """How it stands, what it asked and froze, what it covers, and every step: who, when and why. With `as_of` it is how
    it stood then, and `since` says what is otherwise now."""
    return json_answer(case_as_of(store, settings, as_of, case) if as_of is not None else show_case(store, case))


@router.get("/cases/{case}/result", summary="The frozen answer of a case", openapi_extra=needs("read"))
def result(
    store: TheStore,
    case: CaseId,
    people: Annotated[bool, Query(description="With contacts in place of their references.")] = False,
) -> Response:
    """The recall answer as it was frozen: the very bytes, whose SHA-256 is in `ETag`; contacts are references there.
    With `people=true` the contacts that have not been erased stand in it."""
    digest = standing(store, case).row["sha256"]
    if people:
        return json_answer(thawed(store, digest))
    return Response(frozen_bytes(store, digest), headers={"ETag": f'"{digest}"'}, media_type="application/json")


@router.get("/cases/{case}/alarms", summary="Alarms of a case", openapi_extra=needs("read"))
def alarms(store: TheStore, case: CaseId) -> Response:
    """Records that touched a batch in scope while the case was open, and batches that came into scope."""
    return json_answer({"case": case, "alarms": alarms_of(store, case)})


@router.get("/cases/{case}/check", summary="What changed since a case was frozen", openapi_extra=needs("read"))
def check(store: TheStore, case: CaseId) -> Response:
    """The question asked again: batches, shipment lines and customers that came in, went out or changed, and the later
    records that did it."""
    return json_answer(check_case(store, case))
