"""Addresses of the look."""

from django.urls import path

from vmeste.ground.ui import views

app_name = "ui"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("ui/", views.catalogue, name="catalogue"),
]
