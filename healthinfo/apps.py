from django.apps import AppConfig


class HealthinfoConfig(AppConfig):
    name = "healthinfo"

    def ready(self) -> None:
        from healthinfo import checks  # noqa: F401 - registers them
