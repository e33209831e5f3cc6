"""Django's entry for the package."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "motcua.workflow"
