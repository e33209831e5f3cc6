"""Addresses of the face."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from motcua.web.ui.guards import needs


@needs("backoffice.use")
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/notice.html")


app_name = "backoffice"
urlpatterns = [
    path("", page, name="home"),
]
