"""Pictures to look at, and what is to be said of them as JSON of a given form."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from knowledge.llm import prices
from knowledge.llm.request import Request

MediaType = Literal["image/webp", "image/png", "image/jpeg"]
# Bytes. The server takes 5 MB of base64 for one, and 32 MB for all of a request.
LARGEST: Final = 3_700_000
LARGEST_TOGETHER: Final = 22_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """`name` is how the task and the answer speak of it: `Picture 1`."""

    name: str
    content: bytes
    media_type: MediaType = "image/webp"


@dataclass(frozen=True, slots=True)
class Task:
    """What to say of pictures. `schema` is JSON Schema without limits of length or
    size, which the server does not keep; every object in it is closed.

    `longest_answer` is in tokens, and thinking counts too where the model thinks.
    """

    purpose: str
    prompt: str
    schema: Mapping[str, Any]
    longest_answer: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What Claude said: JSON that is an object, and nothing more is known of it.

    `call_id` is the key of its row of `llm_calls`.
    """

    said: dict[str, Any]
    call_id: int


def build(task: Task, pictures: Sequence[Picture], *, model: str) -> Request:
    """The request for one look. The pictures come before the question, each named."""
    content = [block for picture in pictures for block in _shown(picture)]
    asked = f"These were {len(pictures)} pictures. Say of each what you are asked."
    content.append({"type": "text", "text": asked})
    schema = dict(task.schema)
    output: dict[str, Any] = {"format": {"type": "json_schema", "schema": schema}}
    if prices.price(model).takes_effort:
        output["effort"] = "low"
    body: dict[str, Any] = {
        "model": model,
        "max_tokens": task.longest_answer,
        "system": task.prompt,
        "messages": [{"role": "user", "content": content}],
        "output_config": output,
    }
    # The schema goes into the prompt, too; each picture has its name and its frame.
    said = len(task.prompt) + len(json.dumps(schema)) + len(asked)
    return Request(body, said + 100 * len(pictures), len(pictures))


def _shown(picture: Picture) -> Iterator[dict[str, Any]]:
    source = {
        "type": "base64",
        "media_type": picture.media_type,
        "data": base64.b64encode(picture.content).decode(),
    }
    yield {"type": "text", "text": f"{picture.name}:"}
    yield {"type": "image", "source": source}
