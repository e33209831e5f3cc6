"""Every relation of a model points to its own package or to one below it in the house."""

from django.apps import apps

# From the bottom up; a package may refer to itself and to what stands before it.
LAYERS = [
    {"files", "journal", "outbox"},
    {"accounts"},
    {"offices", "citizens"},
    {"catalogue"},
    {"dossiers", "shadows", "reviews"},
    {"papers"},
    {
        *("workflow", "deadlines", "notifications", "correspondence", "payments", "certification", "returning"),
        *("proofs", "filing"),
    },
    {"stacks"},
    {"supervision"},
    {"ui", "portal", "counter", "desk", "backoffice", "board", "api"},
]
LEVEL = {label: level for level, labels in enumerate(LAYERS) for label in labels}


def ours():
    return [config for config in apps.get_app_configs() if config.name.startswith("motcua.")]


def test_every_package_with_tables_has_its_place_in_the_house():
    assert {config.label for config in ours()} <= set(LEVEL)


def test_every_relation_points_down():
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for config in ours()
        for model in config.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        for target in [field.related_model._meta.app_label]
        if target != config.label and not LEVEL.get(target, 99) < LEVEL[config.label]
    ]
    assert wrong == []
