"""The settings of the tests: a data folder to throw away, quick passwords, plain static files, no waiting for disks."""

import atexit
import os
import shutil
import tempfile

os.environ["MOTCUA_DATA"] = tempfile.mkdtemp(prefix="motcua-tests-")
os.mkdir(os.path.join(os.environ["MOTCUA_DATA"], "static"))  # whitenoise warns of a missing one
atexit.register(shutil.rmtree, os.environ["MOTCUA_DATA"], ignore_errors=True)
for name in [
    n
    for n in os.environ
    if n.startswith("MOTCUA_") and n not in ("MOTCUA_DATA", "MOTCUA_CHROMIUM", "MOTCUA_SCREENSHOTS")
]:
    del os.environ[name]

from motcua.settings import *  # noqa: E402, F403 - the data folder must be known first
from motcua.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
