"""Root of addresses: each room keeps its own."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

handler400 = "vmeste.ground.ui.views.bad_request"
handler403 = "vmeste.ground.ui.views.permission_denied"
handler404 = "vmeste.ground.ui.views.not_found"
handler500 = "vmeste.ground.ui.views.broken"

urlpatterns = [path("", include(f"vmeste.{room}.urls")) for room in settings.ROOMS if find_spec(f"vmeste.{room}.urls")]
