"""Which procedure the case looks like, when nobody has said so. Each rule file says when it proposes itself."""

from fuxue.guideline.casefile import CaseFile
from fuxue.guideline.context import Context
from fuxue.guideline.rulebook import RuleBook
from fuxue.kernel.truth import Truth

FALLBACK = "return_to_school"


def propose(case: CaseFile, book: RuleBook) -> str:
    """A procedure's id: the first, by `priority`, whose `propose_when` holds; else the ordinary return to school."""
    ctx = Context(case, book.changed(case.profile).profile)
    on = book.changed(case.profile).procedures.values()
    for procedure in sorted(on, key=lambda one: one.priority):
        if procedure.propose_when and procedure.propose_when.ask(ctx).holds is Truth.YES:
            return procedure.id
    return FALLBACK
