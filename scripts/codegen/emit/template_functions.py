"""What the templates write of a property of the generator: its name, its type, its imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Names of keywords, and of types that annotations use, keep the underscore the generator gave them.
_KEPT = {
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "none",
    "true", "false", "self", "datetime", "bool", "dict", "float", "int", "list", "object", "str",
}  # fmt: skip
# What a model has beside its fields; a field of such a name gives way.
_OF_MODELS = {"additional_properties", "from_dict", "to_dict", "to_json", "wire_names"}
# Imports that the generator's own templates need, and these do not.
_NOT_NEEDED = (".types import", "import check_", "typing", "BytesIO")


def name(prop: Any) -> str:
    """The name of a property in Python."""
    given = str(prop.python_name)
    return given[:-1] if given.endswith("_") and given[:-1] not in _KEPT else given


def field_name(prop: Any) -> str:
    """The name of a field of a model."""
    given = name(prop)
    return f"{given}_" if given in _OF_MODELS else given


def field_type(prop: Any) -> str:
    """The type of a field: enums are open, because servers learn new values first."""
    if (inner := getattr(prop, "inner_properties", None)) is not None:
        return " | ".join(map(field_type, inner))
    if (item := getattr(prop, "inner_property", None)) is not None:
        return f"list[{field_type(item)}]"
    kind: str = prop.get_type_string(no_optional=True).as_unembedded_code()
    if prop.template == "literal_enum_property.py.jinja":
        value: str = prop.get_instance_type_string().as_unembedded_code()
        return f"{kind} | Unlisted{value.capitalize()}"
    return kind


def argument_type(prop: Any) -> str:
    """The type of an argument: that of a field, and times may be given as text too."""
    kind = field_type(prop)
    return kind if "str" in kind else kind.replace("datetime.date", "str | datetime.date")


def imports_of(props: Iterable[Any], prefix: str) -> str:
    """The imports that the types of properties need, from the package at ``prefix``."""
    lines = [
        line
        for prop in props
        for line in sorted(
            {*prop.get_imports(prefix=prefix), *prop.get_lazy_imports(prefix=prefix)}
        )
        if not any(part in line for part in _NOT_NEEDED)
    ]
    return "\n".join(lines)


FUNCTIONS: dict[str, Callable[..., str]] = {
    function.__name__: function
    for function in (name, field_name, field_type, argument_type, imports_of)
}
