"""The feedback page. It sets no cookie, so that anybody may write."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ops import feedback
from ops.feedback import FeedbackForm
from ops.models import Feedback


# Exempt: the form's own signed token takes the place of Django's, which is a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep what it says."""
    if request.method != "POST":
        form = FeedbackForm(initial={"page": request.GET.get("page", "")})
        return _show(request, form, feedback.own_page(request.GET.get("page", "")))
    form = FeedbackForm(request.POST)
    from_page = feedback.own_page(request.POST.get("page", ""))
    if not form.is_valid():
        return _show(request, form, from_page, status=400)
    feedback.save(form.cleaned_data)
    query = f"?{urlencode({'page': from_page})}" if from_page else ""
    response = redirect(f"{reverse('feedback_sent')}{query}")
    response.status_code = 303
    return response


def _show(
    request: HttpRequest, form: FeedbackForm, from_page: str, *, status: int = 200
) -> HttpResponse:
    shown = {
        "form": form,
        "from_page": from_page,
        "token": feedback.new_token(),
        "kinds": Feedback.Kind.choices,
        "limit": Feedback.TEXT_LIMIT,
    }
    return render(request, "ops/feedback.html", shown, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say that it has arrived, and lead back."""
    back = feedback.own_page(request.GET.get("page", ""))
    return render(request, "ops/feedback_sent.html", {"back": back})
