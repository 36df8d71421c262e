"""Addresses of imports."""

from django.urls import path

from vmeste.ground.imports import views

app_name = "imports"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/new/<slug:kind>/", views.new_import, name="new"),
    path("imports/<code:import_id>/", views.one_import, name="import"),
    path("imports/<code:import_id>/reading/", views.reading, name="reading"),
    path("imports/<code:import_id>/mapping/", views.mapping, name="mapping"),
    path("imports/<code:import_id>/writing/", views.writing, name="writing"),
    path("imports/<code:import_id>/cancellation/", views.cancellation, name="cancellation"),
    path("imports/<code:import_id>/stopping/", views.stopping, name="stopping"),
    path("imports/<code:import_id>/values/", views.values, name="values"),
    path("imports/<code:import_id>/undoing/", views.undoing, name="undoing"),
    path("imports/<code:import_id>/wrong.csv", views.wrong_csv, name="wrong_csv"),
    path("imports/<code:import_id>/wrong.xlsx", views.wrong_xlsx, name="wrong_xlsx"),
]
