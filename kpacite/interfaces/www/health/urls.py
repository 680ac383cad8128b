from django.urls import path

from kpacite.interfaces.www.health import views
from kpacite.platform.access import PUBLIC, declare

urlpatterns = [path("sante/", declare(PUBLIC)(views.health), name="health")]
