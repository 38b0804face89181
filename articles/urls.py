"""The addresses of what readers see."""

from django.urls import path, re_path

from articles.api import views as api
from articles.views import feedback, history, reading, searching, verifying, voices

app_name = "articles"
urlpatterns = [
    path("", reading.home, name="home"),
    path("conditions/", reading.a_to_z, name="a_to_z"),
    path("conditions/<slug:slug>/", reading.condition, name="condition"),
    path("conditions/<slug:slug>/ask/", feedback.ask, name="ask"),
    path("conditions/<slug:condition>/<slug:slug>/", reading.answer, name="answer"),
    path("conditions/<slug:condition>/<slug:slug>/history/", history.history, name="history"),
    path(
        "conditions/<slug:condition>/<slug:slug>/history/compare/", history.compare, name="compare"
    ),
    path(
        "conditions/<slug:condition>/<slug:slug>/versions/<int:number>/",
        history.version,
        name="version",
    ),
    path(
        "conditions/<slug:condition>/<slug:slug>/experiences/",
        voices.experiences,
        name="experiences",
    ),
    path("conditions/<slug:condition>/<slug:slug>/share/", voices.share, name="share"),
    path("conditions/<slug:condition>/<slug:slug>/report/", feedback.report, name="report"),
    path("conditions/<slug:condition>/<slug:slug>/helpful/", feedback.helpful, name="helpful"),
    path("my-experience/<str:token>/", voices.my_experience, name="my_experience"),
    path("treatments/", reading.treatments, name="treatments"),
    path("treatments/<slug:slug>/", reading.treatment, name="treatment"),
    path("corrections/", reading.corrections, name="corrections"),
    path("search/", searching.search, name="search"),
    path("opensearch.xml", searching.opensearch, name="opensearch"),
    path("api/v1/search", api.search, name="api_search"),
    path("api/v1/suggest", api.suggest, name="api_suggest"),
    path("editorial-policy/", reading.policy, name="policy"),
    path("disclaimer/", reading.disclaimer, name="disclaimer"),
    path("funding/", reading.funding, name="funding"),
    path("privacy/", reading.privacy, name="privacy"),
    path("contact/", reading.contact, name="contact"),
    re_path(r"^verify/(?P<sha256>[0-9a-f]{64})/\Z", verifying.verify, name="verify"),
    re_path(
        r"^verify/(?P<sha256>[0-9a-f]{64})/snapshot\.json\Z", verifying.snapshot, name="snapshot"
    ),
]
