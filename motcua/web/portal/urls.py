"""Addresses of the face: the first page stands in motcua/urls.py under the name `home`."""

from django.urls import path

from . import late, notice_board, places, procedure, procedures, supplement, timeline, tracking

app_name = "portal"
urlpatterns = [
    path("tra-cuu/", tracking.track, name="track"),
    # Before the page of any code: these end in a word of their own.
    path("tra-cuu/<path:code>/tien-trinh/", timeline.page, name="timeline"),
    path("tra-cuu/<path:code>/tien-trinh/xin-ma/", timeline.ask, name="timeline_ask"),
    path("tra-cuu/<path:code>/tien-trinh/nhap-ma/", timeline.enter, name="timeline_enter"),
    path("tra-cuu/<path:code>/tien-trinh/dong/", timeline.end, name="timeline_end"),
    path("tra-cuu/<path:code>/tien-trinh/bo-sung/", supplement.page, name="supplement"),
    path("tra-cuu/<path:code>/tien-trinh/bo-sung/trang/<int:page_id>/", supplement.sent_page, name="sent_page"),
    # A code that another system gave may hold a stroke.
    path("tra-cuu/<path:code>/", tracking.dossier, name="dossier"),
    path("thu-tuc/", procedures.procedures, name="procedures"),
    path("thu-tuc/goi-y/", procedures.suggestions, name="suggestions"),
    path("thu-tuc/<str:code>/", procedure.procedure, name="procedure"),
    path("thu-tuc/<str:code>/giay-to/", procedure.papers, name="papers"),
    path("qua-han/", late.page, name="late"),
    path("qua-han.json", late.as_json, name="late_json"),
    path("noi-nop/", places.places, name="places"),
    path("niem-yet/<str:code>/", notice_board.notice_board, name="notice_board"),
]
