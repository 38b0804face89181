"""One JSON object a line: control characters in logged values cannot forge a line."""

import json
import logging


class JsonFormatter(logging.Formatter):
    """Formats a record as `{"at", "level", "logger", "message"[, "error"]}`."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            event["error"] = self.formatException(record.exc_info)
        return json.dumps(event)
