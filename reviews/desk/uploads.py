"""Pictures for the body of an answer."""

from collections.abc import Sequence
from http import HTTPStatus

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from articles import images
from articles.errors import NotReady
from reviews.desk import outcomes
from reviews.desk.opening import editable


@require_POST
@cache_control(private=True, no_store=True)
def image(request: HttpRequest, article_id: int) -> JsonResponse:
    """Keep the posted `image`; answers django-markdownx's JSON, or 400 with `image` as errors.

    The description is left empty on purpose: a draft with an undescribed image is not ready.
    """
    editable(request, article_id)
    if request.FILES.keys() != {"image"}:
        return _refusal([_("Choose one picture.")])
    upload = request.FILES["image"]
    assert isinstance(upload, UploadedFile)
    try:
        path = f"/uploads/{images.keep(upload)}"
    except NotReady as error:
        return _refusal(outcomes.sentences(error))
    return JsonResponse({"image_code": f"![]({path})", "image_path": path})


def _refusal(sentences: Sequence[str]) -> JsonResponse:
    return JsonResponse({"image": list(sentences)}, status=HTTPStatus.BAD_REQUEST)
