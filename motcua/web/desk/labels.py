"""Names of the ways in and out of a dossier, as the pages of the desk say them."""

from django.utils.translation import gettext_lazy as _

CHANNELS = {"direct": _("Trực tiếp"), "online": _("Trực tuyến"), "post": _("Dịch vụ bưu chính công ích")}
DELIVERIES = {
    "counter": _("Tại nơi tiếp nhận"),
    "post": _("Qua dịch vụ bưu chính công ích"),
    "electronic": _("Bản điện tử qua mạng"),
}
