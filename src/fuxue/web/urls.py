"""Addresses of the pages. None of them holds anything personal."""

from django.urls import URLPattern, path

from fuxue.web import intake_pages
from fuxue.web.pages import accounts, audit, case, case_act, case_list, files, guideline, my_work, sign_in, system

urlpatterns: list[URLPattern] = [
    path("", my_work.show),
    path("login/", sign_in.sign_in),
    path("logout/", sign_in.sign_out),
    path("password/", sign_in.password),
    path("cases/", case_list.show),
    path("cases/search/", case_list.find),
    path("cases/<uuid:case_id>/", case.show),
    path("cases/<uuid:case_id>/unmask/", case.unmask),
    path("cases/<uuid:case_id>/do/<slug:name>/", case_act.act),
    path("files/<str:sha256>/", files.show),
    path("guideline/", guideline.show),
    path("audit/", audit.show),
    path("accounts/", accounts.show),
    path("accounts/new/", accounts.create),
    path("accounts/<int:user_id>/", accounts.change),
    path("system/", system.show),
]
urlpatterns += intake_pages.urlpatterns
