"""What the vocabularies themselves are called."""

from django.utils.translation import gettext_lazy as _

from vmeste.ground.kernel.errors import type_text

TITLES: dict[str, type_text] = {
    "organisation_type": _("Types of organisations"),
    "department": _("Departments"),
    "legal_form": _("Legal forms"),
    "nature": _("Natures of organisations"),
    "resource_kind": _("Kinds of resources"),
    "focus": _("Focuses"),
    "direction": _("Directions of activity"),
    "reach": _("Where it takes place"),
    "cost_terms": _("Cost terms"),
    "unit": _("Units"),
    "measure": _("What units measure"),
    "side": _("Sides of an agreement"),
    "decline_reason": _("Reasons to decline"),
    "claim_refusal": _("Reasons to refuse a claim"),
    "grade": _("Grades"),
    "visibility": _("Who sees it"),
    "child_category": _("Categories of children"),
    "authority_level": _("Levels of authority"),
}


def title(vocabulary: str) -> type_text:
    """Give the name of a vocabulary; one without a name says its code."""
    return TITLES.get(vocabulary, vocabulary)
