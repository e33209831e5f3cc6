"""Addresses of the face."""

from django.urls import path

from . import (
    certify,
    done,
    emergency,
    home,
    known,
    linked,
    procedures,
    reception,
    shadows,
    sitting,
    slips,
    still,
    till,
)

app_name = "counter"
urlpatterns = [
    path("", home.home, name="home"),
    path("quay/", home.choose, name="choose"),
    path("con-day/", still.still, name="still"),
    path("mo/", home.open_code, name="open"),
    path("nhap/<int:draft_id>/", home.draft, name="draft"),
    path("thu-tuc/", procedures.search, name="procedures"),
    path("thu-tuc/<str:code>/", reception.reception, name="reception"),
    path("thu-tuc/<str:code>/co-quan/", reception.competents, name="competents"),
    path("thu-tuc/<str:code>/xem-truoc/", reception.preview, name="preview"),
    path("lien-thong/<str:code>/", linked.reception, name="linked"),
    path("lien-thong/<str:code>/xem-truoc/", linked.preview, name="linked_preview"),
    path("theo-doi-ho/", shadows.shadows, name="shadows"),
    path("theo-doi-ho/<int:pk>/", shadows.shadow, name="shadow"),
    path("theo-doi-ho/<int:pk>/trang-thai/", shadows.tell, name="shadow_tell"),
    path("theo-doi-ho/<int:pk>/huy/", shadows.void, name="shadow_void"),
    path("theo-doi-ho/thu-tuc/<str:code>/", shadows.note, name="shadow_new"),
    path("phieu-khan-cap/", emergency.blocks, name="emergency"),
    path("phieu-khan-cap/<int:pk>.pdf", emergency.sheets, name="emergency_sheets"),
    path("phieu-khan-cap/<int:pk>/khoa/", emergency.close, name="emergency_close"),
    path("phieu-khan-cap/so/<int:pk>/huy/", emergency.void, name="emergency_void"),
    path("nguoi-nop/", known.known, name="known"),
    path("luot-nay.pdf", sitting.slips, name="sitting_slips"),
    path("da-nhan/<path:code>/", done.done, name="done"),
    path("chung-thuc/", certify.certifying, name="certify"),
    path("chung-thuc/so/", certify.book, name="certified"),
    path("chung-thuc/so/bang.xlsx", certify.spreadsheet, name="certified_xlsx"),
    path("chung-thuc/<int:pk>/huy/", certify.void, name="certified_void"),
    path("so-thu/", till.sheet, name="till"),
    path("so-thu/bang.xlsx", till.spreadsheet, name="till_xlsx"),
    path("phieu/<int:slip_id>.pdf", slips.pdf, name="slip"),
]
