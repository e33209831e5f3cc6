"""The programs' face: every verb and read as a resource under /api/v1, described by OpenAPI 3.1."""
