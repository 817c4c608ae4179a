"""The feedback form: open to everyone, without a cookie (docs/adr/0042).

A form carries a token that we signed: its id and when it was made. A form is good for
one message, so sending it twice is no harm, and for a day.
"""

import datetime as dt
import uuid
from typing import Any, Final

from django import forms
from django.core import signing
from django.utils import timezone

from ops.models import Feedback

_signer: Final = signing.TimestampSigner(salt="ops.feedback")
GOOD_FOR: Final = dt.timedelta(days=1)


def new_token() -> str:
    """Give the token of a new form."""
    return _signer.sign(uuid.uuid4().hex)


class _Lines(forms.CharField):
    """Text whose line ends count as one character each, as in the browser's limit."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class FeedbackForm(forms.Form):
    """What is sent; `website` is for programs that fill in whatever there is."""

    kind = forms.ChoiceField(
        choices=Feedback.Kind.choices,
        error_messages={
            "required": "Choose what it is about.",
            "invalid_choice": "Choose one of the three.",
        },
    )
    text = _Lines(
        max_length=Feedback.TEXT_LIMIT,
        error_messages={
            "required": "Write what you want to tell us.",
            "max_length": "This is %(show_value)s characters long;"
            " up to %(limit_value)s can be sent at once.",
        },
    )
    email = forms.EmailField(
        required=False,
        error_messages={"invalid": "This is no e-mail address, as name@example.org."},
    )
    page = forms.CharField(required=False)
    website = forms.CharField(required=False)
    token = forms.CharField(required=False)

    def clean_page(self) -> str:
        return own_page(self.cleaned_data["page"])

    def clean_token(self) -> uuid.UUID:
        """Give the form's id, once somebody had the time to fill it in."""
        try:
            made = _signer.unsign(self.cleaned_data["token"], max_age=GOOD_FOR)
        except signing.SignatureExpired as error:
            raise forms.ValidationError(
                "This form was opened over a day ago. Nothing was lost: please send"
                " it again."
            ) from error
        except signing.BadSignature as error:
            raise forms.ValidationError(
                "This form is not complete. Nothing was lost: please send it again."
            ) from error
        return uuid.UUID(made)


def own_page(path: str) -> str:
    """The path of a page of ours, or "" for anything else."""
    is_path = path.startswith("/") and not path.startswith(("//", "/\\"))
    fits = len(path) <= Feedback.PAGE_LIMIT and path.isprintable()
    return path if is_path and fits else ""


def save(found: dict[str, Any]) -> None:
    """Keep what a valid form says; a second time it changes nothing."""
    status = Feedback.Status.SPAM if _is_spam(found) else Feedback.Status.NEW
    Feedback.objects.get_or_create(
        form_id=found["token"],
        defaults={
            "kind": found["kind"],
            "text": found["text"],
            "email": found["email"],
            "page": found["page"],
            "status": status,
            "received_at": timezone.now(),
        },
    )


def _is_spam(found: dict[str, Any]) -> bool:
    """Kept all the same: a browser may have filled in the field that nobody sees."""
    return bool(found["website"])
