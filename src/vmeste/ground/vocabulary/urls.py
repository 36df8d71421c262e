"""Addresses of the editor of vocabularies."""

from django.urls import path

from vmeste.ground.vocabulary import views

app_name = "vocabulary"
urlpatterns = [
    path("vocabularies/", views.every_vocabulary, name="vocabularies"),
    path("vocabularies/<slug:vocabulary>/", views.one_vocabulary, name="vocabulary"),
    path("vocabularies/<slug:vocabulary>/<slug:code>/", views.one_term, name="term"),
    path("vocabularies/<slug:vocabulary>/<slug:code>/retirement", views.retirement, name="retirement"),
]
