"""One JSON object a line: control characters cannot forge one, and private links stay private."""

import json
import logging
import re

# A part of an address that is a secret: `secrets.token_urlsafe(32)` has 43 characters.
_TOKEN = re.compile(r"(?<=/)[\w-]{43}(?![\w-])")


class JsonFormatter(logging.Formatter):
    """Formats a record as `{"at", "level", "logger", "message"[, "error"]}`."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": _TOKEN.sub("…", record.getMessage()),
        }
        # Django answers somebody who may not, or a page that is not there, by an exception: whoever
        # reads the log looks for faults of ours.
        if record.exc_info and getattr(record, "status_code", 500) >= 500:
            event["error"] = _TOKEN.sub("…", self.formatException(record.exc_info))
        return json.dumps(event)
