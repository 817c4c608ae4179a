"""Addresses of the rules and the answers about them."""

from django.urls import URLPattern, path

from knowledge.views import answer, ask, documents

urlpatterns: list[URLPattern] = [
    path("ask/", ask.page, name="ask"),
    path("ask.json", ask.as_json, name="ask_json"),
    path("answers/<uuid:answer_id>/", answer.page, name="answer"),
    path("answers/<uuid:answer_id>.json", answer.as_json, name="answer_json"),
    path("answers/<uuid:answer_id>/progress/", answer.progress, name="answer_progress"),
    path("answers/<uuid:answer_id>/rating/", answer.rate, name="answer_rating"),
    path("knowledge/", documents.index, name="knowledge"),
    path("knowledge/<str:slug>/", documents.document, name="knowledge_document"),
]
