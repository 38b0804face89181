"""The WSGI application. It refuses to start while a guard of the evidence is missing."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthinfo.settings")
application = get_wsgi_application()

from articles.guards import install  # noqa: E402 - models load with the application

install.require_all()
