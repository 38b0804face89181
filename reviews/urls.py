"""The public addresses of the review side."""

from django.urls import path, re_path

from reviews import views

app_name = "reviews"
_PICTURE = r"[0-9a-f]{64}\.webp"
urlpatterns = [
    path("reviewers/<slug:slug>/", views.reviewer, name="reviewer"),
    path("preview/<slug:token>/", views.preview, name="preview"),
    re_path(
        rf"^preview/(?P<token>[-\w]+)/uploads/(?P<name>{_PICTURE})\Z",
        views.preview_picture,
        name="preview_picture",
    ),
    re_path(rf"^uploads/(?P<name>{_PICTURE})\Z", views.picture, name="upload"),
]
