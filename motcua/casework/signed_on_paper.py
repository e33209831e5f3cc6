"""What a leader signed on paper and an assistant records: operated by the one, signed by the other.

The event is the assistant's (`by`); its facts say `signed_by`, its payload the leader's name and the number of the
signed paper. The row beside the piece of work keeps both with the scan.
"""

from __future__ import annotations

from dataclasses import dataclass

from motcua.files.models import StoredFile
from motcua.kernel.sentences import Refused
from motcua.offices.models import Post, in_force
from motcua.workflow.models import PaperSignature, WorkItem

from .backdating import SCANS
from .case import Case


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Who signed, and what shows it: the number of the signed paper, or the paper as a scan; at least one of them."""

    leader_id: int
    number: str = ""
    scan: StoredFile | None = None


def put_signature(case: Case, item: WorkItem, signed: SignedBy | None) -> dict[str, str]:
    """Keep who signed and what shows it; what the payload says of it. Two statements, three with a scan.

    Asked once policy has allowed it. Refused without evidence, or where the leader does not hold the post any more.
    """
    if signed is None:
        return {}
    number = signed.number.strip()
    if not number and signed.scan is None:
        raise Refused("Ghi thay cần số của văn bản đã ký, hoặc bản chụp văn bản ấy.", field="number")
    if signed.scan is not None and not signed.scan.media_type.startswith(SCANS):
        raise Refused("Bản chụp văn bản đã ký phải là tệp PDF hoặc ảnh.", field="scan")
    name = _holder(case, item, signed.leader_id)
    signature = PaperSignature(item=item, signer_id=signed.leader_id, number=number, scan=signed.scan)
    case.books.sign_on_paper(signature, by_id=case.by.account_id, at=case.at)
    case.note(signed_by=f"account:{signed.leader_id}")
    return {"signed_by": name} | ({"signed_paper": number} if number else {})


def _holder(case: Case, item: WorkItem, account_id: int) -> str:
    """The name of the leader, who must still hold the post that the step asks for."""
    posts = in_force(Post.objects, case.facts().day).filter(account__is_active=True, account_id=account_id)
    held = posts.filter(agency_id=item.agency_id, role=item.role)
    rows = held.values_list("account__full_name", "unit_id")
    name = next((name for name, unit in rows if case.offices.covers(unit, item.unit_id)), None)
    if name is None:
        raise Refused("Người ký không giữ vị trí của bước này tại nơi đang giữ việc.", field="signer")
    return name
