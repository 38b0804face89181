"""The WSGI application. It refuses to start while a guard of the evidence is missing, and to
serve a benchmark as if it were a site."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthinfo.settings")
application = get_wsgi_application()

from articles.guards import install  # noqa: E402 - models load with the application
from reviews.benchmark import people  # noqa: E402 - likewise

install.require_all()
people.require_marked()
