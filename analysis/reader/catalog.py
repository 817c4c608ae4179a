"""What a PDF's catalog names: form fields, signatures, layers, labels, scripts."""

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from pypdf.generic import ArrayObject, DictionaryObject

from analysis.reader import document
from analysis.reader.fonts import dictionary

MOST_NAMED: Final = 1_000
_MOST_FIELDS: Final = 20_000
_LONGEST: Final = 200
_DAMAGED: Final = (
    "Its structure is damaged: layers, signatures and forms could not be read."
)


class Named(NamedTuple):
    """A field at the end of the tree of fields; `signer`: None if it is not signed."""

    name: str
    signer: str | None


def read() -> dict[str, Any]:
    try:
        root = document.objects().root_object
    except document.UNREADABLE:
        return {"problems": [_DAMAGED]}
    said: dict[str, Any] = {"problems": []}
    for what, part in _PARTS.items():
        try:
            found = part(root)
        except document.UNREADABLE:
            said["problems"].append(f"Its {what} could not be read.")
            continue
        said["problems"] += found.pop("problems", [])
        said |= found
    return said


def _form(root: DictionaryObject) -> dict[str, Any]:
    fields = list(_fields(dictionary(root.get("/AcroForm"))))
    certified = [] if "/DocMDP" not in dictionary(root.get("/Perms")) else ["DocMDP"]
    signers = [field.signer for field in fields if field.signer]
    names = [field.name for field in fields if not field.signer]
    return {
        "signatures": (signers or certified)[:MOST_NAMED],
        "form_fields": names[:MOST_NAMED],
    }


def _fields(form: DictionaryObject) -> Iterator[Named]:
    # Fields still to be looked at, with their parent's name and type.
    left = [(one, "", None) for one in _array(form.get("/Fields"))]
    seen: set[int] = set()
    while left and len(seen) < _MOST_FIELDS:
        reference, above, kind = left.pop()
        field = dictionary(reference)
        if id(field) in seen:
            continue
        seen.add(id(field))
        own = str(field.get("/T", ""))[:_LONGEST]
        name = f"{above}.{own}".strip(".")
        kind = field.get("/FT", kind)
        # Kids without a name are the places where one field is shown.
        kids = [kid for kid in _array(field.get("/Kids")) if "/T" in dictionary(kid)]
        left += [(kid, name, kind) for kid in kids]
        if not kids:
            yield _named(field, name[:_LONGEST], kind)


def _named(field: DictionaryObject, name: str, kind: object) -> Named:
    value = dictionary(field.get("/V"))
    if kind != "/Sig" or not value:
        return Named(name, None)
    return Named(name, str(value.get("/Name") or name or "unnamed")[:_LONGEST])


def _layers(root: DictionaryObject) -> dict[str, Any]:
    groups = _array(dictionary(root.get("/OCProperties")).get("/OCGs"))
    names = [str(dictionary(group).get("/Name", ""))[:_LONGEST] for group in groups]
    return {"layers": names[:MOST_NAMED]}


def _labels(root: DictionaryObject) -> dict[str, Any]:
    return {"has_labels": bool(dictionary(root.get("/PageLabels")))}


def _actions(root: DictionaryObject) -> dict[str, Any]:
    """What would happen in a viewer. Nothing of it happens here."""
    problems = []
    opening = dictionary(root.get("/OpenAction"))
    scripts = dictionary(root.get("/Names")).get("/JavaScript")
    if opening.get("/S") in {"/JavaScript", "/Launch"} or scripts is not None:
        problems.append("It runs a script or a program when it is opened.")
    if dictionary(root.get("/AcroForm")).get("/XFA") is not None:
        problems.append("It holds an XFA form, which most viewers do not show.")
    return {"problems": problems}


def _array(value: Any) -> list[Any]:
    found = value.get_object() if value is not None else None
    return list(found) if isinstance(found, ArrayObject) else []


_PARTS: Final[dict[str, Callable[[DictionaryObject], dict[str, Any]]]] = {
    "form": _form,
    "layers": _layers,
    "page labels": _labels,
    "actions": _actions,
}
