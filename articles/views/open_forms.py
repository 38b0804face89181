"""The one check of forms that anybody may send: no account, no cookie, no script.

The cookie of Django's CSRF check is one that public pages do not set. Here stand in for it

- where the request comes from: `Sec-Fetch-Site`, or `Origin` from browsers that lack it
  (Fetch standard; a page cannot forge either);
- a stamp: signed, for one address, younger than twelve hours and older than three seconds;
- a field that people do not see and programs fill in;
- a limit a day for each network address. Only a hash of the address is kept, in the cache, with a
  key made of the site's secret and the day: tomorrow nobody, we included, can tell who it was.

What is refused comes back as it was typed.
"""

import ipaddress
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.errors import RuleError

View = Callable[..., HttpResponse]

LARGEST = 64 * 1024
FASTEST = timedelta(seconds=3)
SLOWEST = timedelta(hours=12)
STAMP, TRAP = "stamp", "homepage"
_A_DAY = 24 * 60 * 60
TEXTS_A_DAY = 10


@dataclass(frozen=True)
class Refusal:
    """Why a form was not taken, in a sentence for whoever sent it, and the status to say so."""

    sentence: str
    status: int


def open_form(view: View) -> View:
    """A page with such a form: never kept, never indexed, and `check` is its CSRF protection.

    What is larger than a form can be is refused before it is read.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        size = request.headers.get("content-length") or "0"
        if request.method == "POST" and (not size.isdecimal() or int(size) > LARGEST):
            return render(request, "articles/voices/too_large.html", status=413)
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    kept_nowhere = cache_control(private=True, no_store=True)
    allowed = require_http_methods(["GET", "HEAD", "POST"])
    protected: View = csrf_exempt(allowed(kept_nowhere(guarded)))
    return protected


def _stamp(request: HttpRequest, *, at: datetime) -> str:
    """What the form at this address carries: when it was handed out, and which one it is."""
    seal = {"at": int(at.timestamp()), "form": secrets.token_urlsafe(32)}
    return _signer(request).sign_object(seal)


def serve(
    request: HttpRequest,
    form: Form,
    act: Callable[[str], str],
    *,
    template: str,
    context: Mapping[str, object],
    secret_address: bool = False,
    texts_a_day: int | None = None,
) -> HttpResponse:
    """Show the form, or do with it what it is for and lead on.

    `secret_address` as in `from_here`; `texts_a_day` is the limit for one network where it is not
    `TEXTS_A_DAY`.
    `act` gets a secret of the form (`_key`), does what the valid form asks, and returns where to
    go. What cannot be taken comes back as it was typed, with the reason.
    """
    at = timezone.now()
    seal, status = _stamp(request, at=at), 200
    if request.method == "POST":
        refusal = check(request, at=at, secret_address=secret_address)
        if refusal is None:
            # Whoever mends a mistake need not wait again.
            seal = request.POST[STAMP]
            if form.is_valid():
                limit = TEXTS_A_DAY if texts_a_day is None else texts_a_day
                refusal = spend(request, "text", limit=limit, on=timezone.localdate(at))
                if refusal is None:
                    try:
                        return see_other(act(_key(request)))
                    except RuleError as error:
                        refusal = Refusal(str(error), 409)
                        seal = _stamp(request, at=at)
        status = 400
        if refusal is not None:
            form.add_error(None, refusal.sentence)
            status = refusal.status
    filled = {**context, "form": form, "stamp": seal, "trap": TRAP}
    return render(request, template, filled, status=status)


def check(request: HttpRequest, *, at: datetime, secret_address: bool = False) -> Refusal | None:
    """Why the form that was posted cannot be taken; None where it can."""
    if not from_here(request, secret_address=secret_address):
        return Refusal(
            _("We could not make sure that this came from our own page. Please send it again."), 403
        )
    if request.POST.get(TRAP):
        return Refusal(_("Leave the field “Homepage” empty, then send it again."), 400)
    handed_out = _handed_out(request)
    if handed_out is None or not timedelta(0) <= at - handed_out <= SLOWEST:
        return Refusal(
            _("This form was open for too long. Nothing is lost: please send it again."), 400
        )
    if at - handed_out < FASTEST:
        return Refusal(
            _("That was faster than people write. Please look it over and send it again."), 400
        )
    return None


def from_here(request: HttpRequest, *, secret_address: bool = False) -> bool:
    """Whether a page of this site sent the request.

    A page with `Referrer-Policy: no-referrer` sends `Origin: null`; that is enough where the
    address itself is a secret that no other site knows.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.headers.get("Origin") in (ours | {"null"} if secret_address else ours)


def spend(request: HttpRequest, purpose: str, *, limit: int, on: date) -> Refusal | None:
    """Count one more of that purpose for the sender's address; a refusal beyond the limit."""
    key = f"open-form-{purpose}-{_who(request, on=on)}"
    cache = caches["open_forms"]
    count = cache.get(key, 0) + 1
    if count > limit:
        return Refusal(
            _("Much has come from your connection today. Please keep your text and try tomorrow."),
            429,
        )
    # Not `incr`, which would let the count end after the cache's own five minutes.
    cache.set(key, count, _A_DAY)
    return None


def _key(request: HttpRequest) -> str:
    """A secret of the form that was posted, the same each time it is sent; after `check`."""
    seal = _signer(request).unsign_object(request.POST[STAMP])
    digest = salted_hmac("healthinfo.open-form.key", seal["form"], algorithm="sha256").digest()
    return signing.b64_encode(digest).decode()


def _who(request: HttpRequest, *, on: date) -> str:
    """A name for the sender's network that is only good for that day."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
        # A subscriber has at least all addresses of one /64 (RFC 6177).
        length = 64 if address.version == 6 else 32
        network = str(ipaddress.ip_network((address, length), strict=False))
    except (PermissionDenied, ValueError):
        # Behind a socket there is no address: then all share one count.
        network = "unknown"
    salt = f"healthinfo.open-form.address {on.isoformat()}"
    return salted_hmac(salt, network, algorithm="sha256").hexdigest()


def _handed_out(request: HttpRequest) -> datetime | None:
    try:
        seal = _signer(request).unsign_object(request.POST.get(STAMP, ""))
        return datetime.fromtimestamp(seal["at"], tz=UTC)
    except signing.BadSignature:
        return None


def see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def _signer(request: HttpRequest) -> signing.Signer:
    return signing.Signer(salt=f"healthinfo.open-form {request.path}")
