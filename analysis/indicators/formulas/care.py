"""Certification of need for care."""

from __future__ import annotations

from analysis.methods.amounts import Choice, Facts, Ratio


def care_certification_rate(facts: Facts, choice: Choice) -> Ratio:
    """Certified persons of 65+ / insured persons of 65+."""
    return Ratio(facts.certified(), facts.insured())
