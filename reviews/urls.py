"""The public addresses of the review side."""

from django.urls import path

from reviews import views

app_name = "reviews"
urlpatterns = [
    path("reviewers/<slug:slug>/", views.reviewer, name="reviewer"),
    path("preview/<slug:token>/", views.preview, name="preview"),
]
