"""Addresses of the face: the first page stands in motcua/urls.py under the name `home`."""

from django.urls import path

from . import (
    declaration,
    filing,
    late,
    notice_board,
    own,
    places,
    procedure,
    procedures,
    profile,
    sign_in,
    supplement,
    timeline,
    tracking,
)

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
    path("dang-nhap/", sign_in.page, name="sign_in"),
    path("dang-nhap/xin-ma/", sign_in.ask, name="sign_in_ask"),
    path("dang-nhap/nhap-ma/", sign_in.enter, name="sign_in_enter"),
    path("ho-so-cua-toi/", own.dossiers, name="own"),
    path("ho-so-cua-toi/<path:code>/", own.dossier, name="own_dossier"),
    path("thong-tin-cua-toi/", profile.page, name="profile"),
    path("thong-tin-cua-toi/lien-he/xin-ma/", profile.ask, name="contact_ask"),
    path("thong-tin-cua-toi/lien-he/nhap-ma/", profile.enter, name="contact_enter"),
    path("thong-tin-cua-toi/lien-he/bo/", profile.drop, name="contact_drop"),
    path("thu-tuc/", procedures.procedures, name="procedures"),
    path("thu-tuc/goi-y/", procedures.suggestions, name="suggestions"),
    path("thu-tuc/<str:code>/", procedure.procedure, name="procedure"),
    path("thu-tuc/<str:code>/giay-to/", procedure.papers, name="papers"),
    path("thu-tuc/<str:code>/to-khai/", declaration.page, name="declaration"),
    path("thu-tuc/<str:code>/nop/", filing.begin, name="filing_begin"),
    path("nop-ho-so/<int:filing_id>/", filing.people, name="filing_people"),
    path("nop-ho-so/<int:filing_id>/to-khai/", filing.declare, name="filing_declare"),
    path("nop-ho-so/<int:filing_id>/giay-to/", filing.papers, name="filing_papers"),
    path("nop-ho-so/<int:filing_id>/giay-to/trang/<int:page_id>/", filing.sent_page, name="filing_page"),
    path("nop-ho-so/<int:filing_id>/xem-lai/", filing.review, name="filing_review"),
    path("nop-ho-so/<int:filing_id>/bo/", filing.drop, name="filing_drop"),
    path("qua-han/", late.page, name="late"),
    path("qua-han.json", late.as_json, name="late_json"),
    path("noi-nop/", places.places, name="places"),
    path("niem-yet/<str:code>/", notice_board.notice_board, name="notice_board"),
]
