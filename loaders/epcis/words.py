"""The words of the Core Business Vocabulary: bare in JSON-LD, a URI in the web vocabulary, a URN in XML 1.2."""

from __future__ import annotations

from typing import Final

STEP, DISPOSITION, TRANSACTION, PARTY, REASON = "BizStep", "Disp", "BTT", "SDT", "ER"
CBV: Final = "https://ref.gs1.org/cbv/"
GS1: Final = "https://gs1.org/voc/"
_URNS = {
    "urn:epcglobal:cbv:bizstep:": STEP,
    "urn:epcglobal:cbv:disp:": DISPOSITION,
    "urn:epcglobal:cbv:btt:": TRANSACTION,
    "urn:epcglobal:cbv:sdt:": PARTY,
    "urn:epcglobal:cbv:er:": REASON,
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STEPS: Final = _words(
    "accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting "
    "decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting "
    "installing killing loading other packing picking receiving removing repackaging repairing replacing reserving "
    "retail_selling sampling sensor_reporting shipping staging_outbound stock_taking stocking storing transporting "
    "unloading unpacking void_shipping"
)
DISPOSITIONS: Final = _words(
    "active available completeness_inferred completeness_verified conformant container_closed container_open damaged "
    "destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance "
    "mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other "
    "partially_dispensed recalled reserved retail_sold returned sellable_accessible sellable_not_accessible "
    "stolen unavailable unknown"
)
TRANSACTIONS: Final = _words("bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt")
PARTIES: Final = frozenset({"owning_party", "possessing_party", "location"})
REASONS: Final = frozenset({"did_not_occur", "incorrect_data"})


def bare(text: str) -> str:
    """The bare word of a term of the vocabulary, however it is written; any other text as it is."""
    for urn in _URNS:
        if text.startswith(urn):
            return text.removeprefix(urn)
    for root in (CBV, "cbv:"):
        if text.startswith(root):
            return text.removeprefix(root).partition("-")[2]
    return text


def web_urns(text: str) -> str:
    """The same text with URNs of the vocabulary as URIs."""
    if "urn:epcglobal:cbv:" in text:
        for urn, kind in _URNS.items():
            text = text.replace(urn, f"{CBV}{kind}-")
    return text


def web(text: str, kind: str) -> str:
    """The URI of a term, as the event hash takes it; what is no term of the vocabulary stays."""
    text = web_urns(text)
    text = text.replace("cbv:", CBV, 1) if text.startswith("cbv:") else text
    return text if ":" in text else f"{CBV}{kind}-{text}"


def measure(text: str) -> str:
    """The URI of a type of measurement or of an alert."""
    return text.replace("gs1:", GS1, 1) if text.startswith("gs1:") else text if ":" in text else GS1 + text
