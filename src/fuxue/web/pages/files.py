"""A stored file, for those who see a case that uses it. Every opening is written down."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from fuxue.audit import actions as audit
from fuxue.evidence import store
from fuxue.evidence.reading import readable
from fuxue.web.gate import ActedRequest, signed_in

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})


@signed_in()
@require_safe
def show(request: ActedRequest, sha256: str) -> HttpResponseBase:
    try:
        case_id = UUID(request.GET.get("case", ""))
    except ValueError:
        raise Http404 from None
    use = readable(actor=request.actor, case_id=case_id, sha256=sha256)
    if use is None:
        raise Http404
    audit.note(
        actor=request.actor, kind="download", object_type="file", object_id=sha256, detail={"case": str(case_id)}
    )
    kind = use.file.type
    name = f"{sha256[:12]}.{kind.rpartition('/')[2]}"
    response = FileResponse(store.open_file(sha256), as_attachment=kind not in SHOWN, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
