"""Pictures and schemas as the real server takes them, and as it does not."""

import base64
import binascii
import io
from typing import Any

from PIL import Image

JSON = dict[str, Any]
MAGIC = {
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
    "image/webp": b"RIFF",
}
LARGEST = 5 * 1024 * 1024
# Of JSON Schema, what the server does not keep and therefore refuses.
NO_LIMITS = {"minimum", "maximum", "minLength", "maxLength", "maxItems", "pattern"}


def webp(width: int = 40, height: int = 30) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(file, "WEBP")
    return file.getvalue()


def not_taken(request: JSON) -> tuple[int, str] | None:
    """Why pictures or the form of the answer are not taken, if they are not."""
    for one in request["messages"][-1]["content"]:
        if one["type"] == "image" and (why := _wrong(one["source"])):
            return 400, why
    form = request.get("output_config", {}).get("format")
    if form is None:
        return None
    if form["type"] != "json_schema" or not _is_closed(form["schema"]):
        return 400, "output_config.format.schema: not taken"
    return None


def _wrong(source: JSON) -> str | None:
    try:
        content = base64.b64decode(source["data"], validate=True)
    except binascii.Error:
        return "image: no base64"
    if source["type"] != "base64" or not content.startswith(
        MAGIC[source["media_type"]]
    ):
        return "image: not of its media type"
    return "image exceeds 5 MB" if len(source["data"]) > LARGEST else None


def _is_closed(schema: Any) -> bool:
    """Whether each object says all of its properties, and nothing has limits."""
    if isinstance(schema, list):
        return all(map(_is_closed, schema))
    if not isinstance(schema, dict):
        return True
    if NO_LIMITS & set(schema):
        return False
    if schema.get("type") == "object":
        names = list(schema["properties"])
        if (
            schema.get("additionalProperties") is not False
            or schema["required"] != names
        ):
            return False
    return all(map(_is_closed, schema.values()))
