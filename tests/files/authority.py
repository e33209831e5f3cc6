"""A certificate authority made for tests, and PDFs that people with its certificates really signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from asn1crypto import keys as asn_keys
from asn1crypto import x509 as asn_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore


@dataclass(frozen=True)
class Bearer:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certified(name: str, *, by: Bearer | None, since: datetime, until: datetime) -> Bearer:
    """Somebody who is certified `by` an authority; without one an authority itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(by.certificate.subject if by else named(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(by is not None, by is not None, False, False, False, by is None, by is None, False, False),
            critical=True,
        )
    )
    return Bearer(builder.sign(by.key if by else key, hashes.SHA256()), key)


def der(bearer: Bearer) -> asn_x509.Certificate:
    return asn_x509.Certificate.load(bearer.certificate.public_bytes(serialization.Encoding.DER))


def kept(authority: Bearer, folder: Path) -> str:
    """A folder of trusted certificates with this one."""
    (folder / "ca.pem").write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    return str(folder)


def signed(pdf: bytes, by: Bearer, *, field: str = "Signature1") -> bytes:
    """The PDF signed for real."""
    private = by.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    signer = signers.SimpleSigner(
        signing_cert=der(by), signing_key=asn_keys.PrivateKeyInfo.load(private), cert_registry=store
    )
    held = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), signers.PdfSignatureMetadata(field_name=field), signer=signer
    )
    content: bytes = held.getvalue()
    return content


def lives(at: datetime) -> tuple[datetime, datetime]:
    return at - timedelta(days=365), at + timedelta(days=365)
