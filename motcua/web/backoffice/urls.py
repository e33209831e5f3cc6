"""Addresses of the face. To look one needs backoffice.use, to change the permission of the thing."""

from django.urls import path

from . import agencies, agency_acts, calendar, calendar_acts, home, jobs, procedures, staff, staff_acts, warning_shares

app_name = "backoffice"
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
    path("viec-nen/", jobs.jobs, name="jobs"),
    path("viec-nen/<int:pk>/chay-lai/", jobs.retry, name="job_retry"),
]
