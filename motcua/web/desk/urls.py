"""Addresses of the face: /viec/ for work, /ho-so/<mã>/ for a dossier, a noun below it for each act."""

from django.urls import path

from . import (
    acting,
    areas,
    backlog,
    bulk,
    changes,
    dossier,
    exports,
    files,
    lists,
    opinions,
    reviews,
    scan,
    signing,
    stack,
)

app_name = "desk"
urlpatterns = [
    path("viec/", lists.home, name="home"),
    path("viec/danh-sach.csv", exports.work, name="work_sheet"),
    path("viec/theo-phong/", backlog.backlog, name="backlog"),
    path("viec/theo-phong/danh-sach.xlsx", backlog.listed, name="backlog_sheet"),
    path("viec/nhan-viec/", bulk.take, name="bulk_take"),
    path("viec/chuyen-buoc/", bulk.advance, name="bulk_advance"),
    path("viec/ban-giao/", bulk.hand_over, name="bulk_hand_over"),
    path("viec/dia-ban/", areas.areas, name="areas"),
    path("viec/dia-ban/<int:row>/thoi/", areas.end, name="area_end"),
    path("viec/quet/", scan.scan, name="scan"),
    path("viec/quet-chong/", stack.stack, name="stack"),
    path("viec/quet-chong/<int:pk>/", stack.stack, name="stack_of"),
    path("viec/ky/", signing.signing, name="signing"),
    path("viec/thay-doi/", changes.changes, name="changes"),
    path("viec/chua-ro-co-quan/", lists.unrouted, name="unrouted"),
    path("viec/ghi-lui-ngay/", lists.claims, name="claims"),
    path("viec/y-kien-quy-trinh/", opinions.asked, name="opinions"),
    path("viec/y-kien-quy-trinh/<int:pk>/", opinions.opinion, name="opinion"),
    path("viec/y-kien-quy-trinh/<int:pk>/tep/", opinions.file, name="opinion_file"),
    path("viec/ra-soat/", reviews.reviews, name="reviews"),
    path("viec/ra-soat/<int:pk>/", reviews.worksheet, name="review"),
    path("viec/ra-soat/<int:pk>.xlsx", reviews.sheet, name="review_sheet"),
    path("ho-so/", lists.dossiers, name="dossiers"),
    path("ho-so/danh-sach.csv", exports.dossiers, name="dossier_sheet"),
    path("ho-so/<str:code>/", dossier.dossier, name="dossier"),
    path("ho-so/<str:code>/tep/<int:attachment_id>/", files.attachment, name="file"),
    path("ho-so/<str:code>/<slug:noun>/", acting.act, name="act"),
]
