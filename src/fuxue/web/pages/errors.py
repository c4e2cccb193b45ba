"""When a page cannot be shown: what happened and what to do, in plain words."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

WORDS = {
    403: ("没有办成", "页面可能已经打开太久，或浏览器没有保存登录信息。", "请返回上一页刷新后再试；仍不行就重新登录。"),
    404: ("找不到这个页面", "地址可能写错了，或者这一内容不在您的工作范围内。", "请从“台账”或“我的工作”重新进入。"),
    500: ("系统出了问题", "您刚才的操作没有保存。", "请稍后再试；多次出现请告诉系统管理员，并说明时间。"),
}


def _page(request: HttpRequest, status: int) -> HttpResponseBase:
    title, why, todo = WORDS[status]
    return render(request, "web/error.html", {"title": title, "why": why, "todo": todo}, status=status)


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponseBase:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponseBase:
    return _page(request, 404)


def broken(request: HttpRequest) -> HttpResponseBase:
    return render(request, "web/broken.html", dict(zip(("title", "why", "todo"), WORDS[500], strict=True)), status=500)
