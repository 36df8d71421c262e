"""Addresses of pages across rooms."""

from django.urls import path

from vmeste.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
]
