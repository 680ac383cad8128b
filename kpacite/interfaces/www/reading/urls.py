"""Addresses of reading comfort and language."""

from django.urls import path

from kpacite.interfaces.www.reading import views

urlpatterns = [
    path("moi/lecture/", views.reading, name="reading"),
    path("langue/", views.language, name="language"),
]
