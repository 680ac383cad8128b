"""The address of the showcase."""

from django.urls import path

from kpacite.interfaces.www.showcase import views

urlpatterns = [path("composants/", views.showcase, name="showcase")]
