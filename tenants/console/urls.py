"""URLs of the platform console."""

from __future__ import annotations

from django.urls import path

from tenants.console import domains, views

app_name = "organizations"
urlpatterns = [
    path("", views.organization_list, name="list"),
    path("add/", views.organization_add, name="add"),
    path("<slug:slug>/", views.organization_detail, name="detail"),
    path("<slug:slug>/progress/", views.organization_progress, name="progress"),
    path("<slug:slug>/domain/", domains.organization_domain, name="domain"),
    path("<slug:slug>/domain/progress/", domains.organization_domain_progress, name="domain_progress"),
    path("<slug:slug>/suspend/", views.organization_suspend, name="suspend"),
    path("<slug:slug>/resume/", views.organization_resume, name="resume"),
    path("<slug:slug>/retry/", views.organization_retry, name="retry"),
]
