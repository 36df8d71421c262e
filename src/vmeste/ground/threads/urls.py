"""Addresses of threads."""

from django.urls import path

from vmeste.ground.threads import views

app_name = "threads"
urlpatterns = [
    path("threads/<slug:kind>/<code:subject_id>/", views.thread, name="thread"),
    path("threads/<slug:kind>/<code:subject_id>/messages/", views.messages, name="messages"),
]
