"""All addresses."""

from django.urls import URLPattern, URLResolver, include, path

from healthinfo import views
from reviews.desk.registry import site

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", site.urls),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("", include("reviews.urls")),
    path("", include("articles.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
