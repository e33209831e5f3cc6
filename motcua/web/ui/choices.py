"""What forms of several faces let choose from: who a party is, and the ways in and out of a dossier."""

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.parties import CAPACITY_LABELS, KIND_LABELS

KINDS = [(kind.value, _(label)) for kind, label in KIND_LABELS.items()]
CAPACITIES = [(capacity.value, _(label)) for capacity, label in CAPACITY_LABELS.items()]
SEXES = [("", "—"), ("Nam", _("Nam")), ("Nữ", _("Nữ"))]
CHANNELS = {"direct": _("Trực tiếp"), "online": _("Trực tuyến"), "post": _("Dịch vụ bưu chính công ích")}
DELIVERIES = {
    "counter": _("Tại nơi tiếp nhận"),
    "post": _("Qua dịch vụ bưu chính công ích"),
    "electronic": _("Bản điện tử qua mạng"),
}
