"""Addresses of the face. To look one needs backoffice.use, to change the permission of the thing."""

from django.urls import URLPattern, path

from . import (
    agencies,
    agency_acts,
    assistance,
    calendar,
    calendar_acts,
    home,
    jobs,
    procedures,
    process_acts,
    process_edit,
    processes,
    staff,
    staff_acts,
    warning_shares,
)

app_name = "backoffice"


def of_processes(begin: str, owner: str) -> list[URLPattern]:
    """The addresses of the process of a procedure, and of a level: the same pages."""
    return [
        path(begin, processes.versions, name=f"{owner}processes"),
        path(f"{begin}sua/", process_edit.edit, name=f"{owner}process_edit"),
        path(f"{begin}sua/bat-dau/", process_edit.begin, name=f"{owner}process_begin"),
        path(f"{begin}sua/bo/", process_edit.drop, name=f"{owner}process_drop"),
        path(f"{begin}sua/ban-hanh/", process_acts.publish, name=f"{owner}process_publish"),
        path(f"{begin}<int:pk>/", processes.diagram, name=f"{owner}process"),
        path(f"{begin}<int:pk>/nhan-ban/", process_acts.copy, name=f"{owner}process_copy"),
        path(f"{begin}<int:pk>/<str:kind>/", processes.process_file, name=f"{owner}process_file"),
    ]


urlpatterns = [
    path("", home.home, name="home"),
    path("co-quan/", agencies.agencies, name="agencies"),
    path("co-quan/moi/", agency_acts.new, name="agency_new"),
    path("co-quan/<int:pk>/", agencies.agency, name="agency"),
    path("co-quan/<int:pk>/sua/", agency_acts.edit, name="agency_edit"),
    path("co-quan/<int:pk>/ket-thuc/", agency_acts.close, name="agency_close"),
    path("co-quan/<int:pk>/phong/", agency_acts.unit_add, name="unit_add"),
    path("co-quan/<int:pk>/phong/<int:unit>/ket-thuc/", agency_acts.unit_end, name="unit_end"),
    path("co-quan/<int:pk>/gio-lam-viec/", calendar_acts.office_hours, name="office_hours"),
    path("co-quan/<int:pk>/gio-mo-quay/", agency_acts.counter_hours, name="counter_hours"),
    path("co-quan/<int:pk>/canh-bao/", warning_shares.shares, name="warning_shares"),
    path("can-bo/", staff.staff, name="staff"),
    path("can-bo/moi/", staff_acts.new, name="account_new"),
    path("can-bo/<int:pk>/", staff.account, name="account"),
    path("can-bo/<int:pk>/sua/", staff_acts.edit, name="account_edit"),
    path("can-bo/<int:pk>/vi-tri/", staff_acts.post_new, name="post_new"),
    path("can-bo/<int:pk>/vi-tri/<int:post>/ket-thuc/", staff_acts.post_end, name="post_end"),
    path("can-bo/<int:pk>/ghi-thay/", assistance.assistance, name="assistance"),
    path("can-bo/<int:pk>/ghi-thay/<int:row>/ket-thuc/", assistance.end, name="assistance_end"),
    path("can-bo/<int:pk>/mat-khau/", staff_acts.password, name="password"),
    path("can-bo/<int:pk>/ma-truy-cap/<int:token>/thu-hoi/", staff_acts.token_revoke, name="token_revoke"),
    path("can-bo/<int:pk>/khoa/", staff_acts.lock, name="lock"),
    path("can-bo/<int:pk>/mo-khoa/", staff_acts.unlock, name="unlock"),
    path("lich/", calendar.calendar, name="calendar"),
    path("lich/ngay/", calendar_acts.day_new, name="day_new"),
    path("lich/ngay/<int:row>/sua/", calendar_acts.day_edit, name="day_edit"),
    path("lich/ngay/<int:row>/bo/", calendar_acts.day_withdraw, name="day_withdraw"),
    path("lich/hoan-doi/", calendar_acts.swap_new, name="swap_new"),
    path("lich/gio/<int:row>/sua/", calendar_acts.hours_edit, name="hours_edit"),
    path("lich/gio/<int:row>/bo/", calendar_acts.hours_withdraw, name="hours_withdraw"),
    path("lich/thay-doi/", calendar.changes, name="calendar_changes"),
    path("lich/thay-doi/<int:pk>/", calendar.change, name="calendar_change"),
    path("lich/thay-doi/<int:pk>/hoan-tac/", calendar_acts.change_undo, name="change_undo"),
    path("thu-tuc/", procedures.procedures, name="procedures"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path("thu-tuc/<str:code>/tham-quyen/", procedures.competence, name="competence"),
    *of_processes("thu-tuc/<str:code>/quy-trinh/", ""),
    path("quy-trinh/", processes.level_processes, name="all_level_processes"),
    *of_processes("quy-trinh/<str:level>/", "level_"),
    path("viec-nen/", jobs.jobs, name="jobs"),
    path("viec-nen/<int:pk>/chay-lai/", jobs.retry, name="job_retry"),
]
