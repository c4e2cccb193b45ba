"""情形指引: what the guidance says, as the program reads it. Open to everybody who is signed in."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fuxue.guideline import FACTS
from fuxue.ledger import rules
from fuxue.web import words
from fuxue.web.gate import ActedRequest, signed_in


@signed_in()
@require_safe
def show(request: ActedRequest) -> HttpResponseBase:
    book = rules.current_book()
    parts = [
        {
            "rule": rule,
            "facts": [FACTS[name].term for name in rule.facts if name in FACTS],
            "papers": [words.material(str(kind)) for kind in rule.material_kinds],
            "steps": [(words.organ(str(step.organ)), step.says) for step in rule.steps],
        }
        for rule in book.procedures.values()
    ]
    return render(request, "web/guideline.html", {"parts": parts, "book": book})
