"""All addresses: each face brings its own; every route is guarded or listed as public (tests/architecture)."""

from django.urls import include, path
from django.views.i18n import set_language

from motcua.web.backoffice.setup import setup
from motcua.web.portal.home import home
from motcua.web.ui import signin
from motcua.web.ui.gallery import gallery
from motcua.web.ui.guards import public, public_always
from motcua.web.ui.health import healthz

urlpatterns = [
    path("healthz", healthz, name="health"),
    path("ngon-ngu/", public_always(set_language), name="set_language"),
    path("ui/", public(gallery), name="gallery"),
    path("tai-khoan/", include((signin.urlpatterns, "accounts"))),
    path("", home, name="home"),
    path("", include("motcua.web.portal.urls")),
    path("tiep-nhan/", include("motcua.web.counter.urls")),
    path("", include("motcua.web.desk.urls")),
    path("", include("motcua.web.board.urls")),
    path("quan-tri/", include("motcua.web.backoffice.urls")),
    path("cai-dat/", setup, name="setup"),
    path("api/v1/", include("motcua.web.api.urls")),
]
