"""What templates need beyond Django's own: the bar on top, terms, deadlines."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fuxue.kernel.vocabulary import ROLE_TERMS
from fuxue.web import navigation, words

register = template.Library()


@register.inclusion_tag("web/parts/topbar.html", takes_context=True)
def topbar(context: template.Context) -> dict[str, Any]:
    request = context.get("request")
    actor = getattr(request, "actor", None)
    items = navigation.items(actor.role, request.path) if actor and request else []
    role = ROLE_TERMS[actor.role] if actor else ""
    return {"actor": actor, "items": items, "role": role, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def state_tag(state: str) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', words.TONES.get(state, ""), words.state(state))


@register.simple_tag
def due_tag(on: date | None) -> SafeString | str:
    """The day of a deadline and how far away it is. Empty without one."""
    if on is None:
        return "—"
    text, tone = words.due(on, timezone.localdate())
    return format_html('<span class="number">{}</span> <span class="small tone-{}">{}</span>', on, tone or "none", text)


@register.filter
def day(value: date | str | None) -> str:
    return words.day(value)


@register.filter
def clock(value: datetime) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


@register.filter
def outcome(value: str | None) -> str:
    return words.OUTCOMES.get(value or "", value or "")


@register.filter
def organ(value: str) -> str:
    return words.organ(value)


@register.filter
def role(value: str) -> str:
    return words.role(value)


@register.filter
def material(value: str) -> str:
    return words.material(value)
