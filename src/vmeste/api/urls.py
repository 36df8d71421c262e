"""Addresses of the API: the page for people, the description, the operations."""

from django.urls import include, path

from vmeste.api import views
from vmeste.api.root import api

OWN = [
    path("api/", views.about, name="about"),
    path("api/v1/openapi.json", views.description, name="description"),
]

urlpatterns = [
    path("", include((OWN, "api"))),
    path("api/v1/", api.urls),
]
