"""Addresses of notices."""

from django.urls import path

from vmeste.listen.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/reading/", views.read_all, name="read_all"),
    path("notices/<code:key>/", views.notice, name="notice"),
    path("notices/<code:key>/reading/", views.read_one, name="read_one"),
]
