"""Print docs/openapi.json: the OpenAPI document of the API, in Vietnamese as its texts are written."""

import json
import os
import tempfile

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
os.environ.setdefault("MOTCUA_DATA", tempfile.mkdtemp(prefix="motcua-openapi-"))
django.setup()

from django.utils import translation  # noqa: E402

from motcua.web.api.document import document  # noqa: E402

with translation.override("vi"):
    print(json.dumps(document(), ensure_ascii=False, indent=1))
