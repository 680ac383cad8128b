"""Every address of the platform, in the order in which they are tried."""

from django.urls import path

urlpatterns: list[path] = []
