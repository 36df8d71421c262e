"""Pages of imports: the list, a new file, and one page for an import that shows where it stands."""

import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vmeste.ground.imports import commands, downloads, policies, queries, shown, storage, uploads
from vmeste.ground.imports import reader as reading_of_files
from vmeste.ground.imports.forms import ColumnsForm, MeaningsForm, ReadingForm, UploadForm
from vmeste.ground.imports.models import Import, State
from vmeste.ground.imports.reading.faults import Unreadable
from vmeste.ground.imports.reading.limits import UPLOAD
from vmeste.ground.imports.undoing import undo_import
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell
from vmeste.ground.ui.intake import takes

CSV = "text/csv; charset=utf-8"
MOST_LISTED = 100
SHOWN_ROWS = 5


def seen(request: Request, import_id: int) -> Import:
    """Give the import if the reader may see it, else 404."""
    try:
        return queries.one_import(request.actor, import_id)
    except Import.DoesNotExist:
        raise Http404 from None


@require_GET
def imports(request: Request) -> HttpResponse:
    """Show what was imported and what can be."""
    actor = request.actor
    listed = queries.imports_of(actor)[:MOST_LISTED]
    return pages.page(
        request, "imports/imports.html", {"imports": listed, "kinds": queries.kinds_for(actor), "shown": shown}
    )


@takes(UPLOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: Request, kind: str) -> HttpResponse:
    """Take a file; what cannot be read is told beside the field and nothing is kept."""
    actor = request.actor
    if kind not in registries.import_kinds:
        raise Http404
    policies.can_import(actor, kind).enforce()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return pages.redirect("imports:import", uploads.take(actor, kind, form.cleaned_data["file"]).pk)
        except Unreadable as fault:
            form.add_error("file", reading_of_files.words(fault))
    context = {"form": form, "kind": registries.import_kinds.get(kind), "stages": shown.stages(None)}
    return pages.page(request, "imports/new.html", context, status=422 if form.errors else 200)


@require_GET
def one_import(request: Request, import_id: int) -> HttpResponse:
    """Show an import as it stands: columns to choose, progress, what the check found, the result."""
    load = seen(request, import_id)
    if load.is_running:
        return pages.page(request, "imports/running.html", running(load), fragment="progress")
    if pages.wants(request, "progress"):
        return pages.redirect("imports:import", load.pk)
    if load.state == State.UPLOADED or (load.is_correctable and "columns" in request.GET):
        return columns_page(request, load)
    return pages.page(request, "imports/result.html", shown.result(request.actor, load, request.GET), fragment="rows")


def running(load: Import) -> dict[str, Any]:
    """Give what the page of a running pass shows."""
    return {
        "load": load,
        "stages": shown.stages(load),
        "stalled": queries.is_stalled(load),
        "trouble": queries.trouble(load),
        "progress": queries.progress(load),
    }


def columns_page(
    request: Request, load: Import, form: ColumnsForm | None = None, reading_form: ReadingForm | None = None
) -> HttpResponse:
    """Show columns with what they seem to hold."""
    sample = queries.sample_of(load)
    wrong = bool((form and form.errors) or (reading_form and reading_form.errors))
    context = {
        "load": load,
        "form": form or columns_form(request, load),
        "reading": reading_form or ReadingForm(load),
        "how_read": shown.how_read(load.head),
        "other_sheets": shown.other_sheets(load.head),
        "sample": [[place, *cells] for place, cells in enumerate(sample[:SHOWN_ROWS], start=1)],
        "stages": shown.stages(load),
        "kind": registries.import_kinds.get(load.kind),
    }
    return pages.page(request, "imports/columns.html", context, status=422 if wrong else 200)


def columns_form(request: Request, load: Import, data: Any = None) -> ColumnsForm:
    """Give the form of columns with the proposal chosen."""
    actor, sample = request.actor, queries.sample_of(load)
    guesses = queries.proposal(actor, load.kind, load.headings, sample, load.mapping)
    return ColumnsForm(actor, load, guesses, sample, queries.answers_for(actor, load, guesses, sample), data=data)


@require_POST
def reading(request: Request, import_id: int) -> HttpResponse:
    """Read the file anew as a person says; on a fault the earlier reading stays."""
    load = seen(request, import_id)
    policies.can_correct(request.actor, load).enforce()
    form = ReadingForm(load, request.POST)
    if form.is_valid():
        try:
            reread(request.actor, load, form.wish())
        except Unreadable as fault:
            form.add_error(None, reading_of_files.words(fault))
        else:
            pages.flash(request, _("The file was read anew."), "good")
            return pages.redirect("imports:import", load.pk)
    return columns_page(request, load, reading_form=form)


def reread(actor: Actor, load: Import, wish: dict[str, Any]) -> None:
    """Read into a file aside, which takes the place of the earlier one together with the change."""
    with tempfile.NamedTemporaryFile(dir=storage.folder(), delete=False) as aside:
        lines = Path(aside.name)
    try:
        read = reading_of_files.read_table(storage.file_of(load.pk), lines, queries.known_headings(load.kind), **wish)
        with transaction.atomic():
            commands.reread_import(actor=actor, load=load, reading=read)
            lines.replace(storage.lines_of(load.pk))
    finally:
        lines.unlink(missing_ok=True)


@require_POST
def mapping(request: Request, import_id: int) -> HttpResponse:
    """Take the columns; checking begins."""
    load = seen(request, import_id)
    policies.can_correct(request.actor, load).enforce()
    form = columns_form(request, load, request.POST)
    if form.is_valid():
        try:
            commands.map_import(actor=request.actor, load=load, mapping=form.mapping(), options=form.options())
        except Invalid as invalid:
            tell(form, Invalid({form.place_of(name): text for name, text in invalid.faults.items()}))
        else:
            return pages.redirect("imports:import", load.pk)
    return columns_page(request, load, form)


@require_POST
def writing(request: Request, import_id: int) -> HttpResponse:
    """Take the yes; writing begins."""
    load = seen(request, import_id)
    commands.confirm_import(actor=request.actor, load=load)
    return pages.redirect("imports:import", load.pk)


@require_POST
def cancellation(request: Request, import_id: int) -> HttpResponse:
    """Give the import up."""
    load = seen(request, import_id)
    commands.cancel_import(actor=request.actor, load=load)
    pages.flash(request, _("The import is cancelled; nothing was written."), "plain")
    return pages.redirect("imports:imports")


@require_POST
def stopping(request: Request, import_id: int) -> HttpResponse:
    """Stop what is being loaded."""
    load = seen(request, import_id)
    commands.stop_import(actor=request.actor, load=load)
    return pages.redirect("imports:import", load.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def values(request: Request, import_id: int) -> HttpResponse:
    """Ask what the words mean that no vocabulary knows, each once; the answer is applied by checking anew."""
    load = seen(request, import_id)
    policies.can_change(request.actor, load, State.CHECKED).enforce()
    form = MeaningsForm(load, request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.give_meanings(actor=request.actor, load=load, chosen=form.chosen())
        return pages.redirect("imports:import", load.pk)
    context = {"load": load, "form": form, "stages": shown.stages(load)}
    return pages.page(request, "imports/values.html", context, status=422 if form.errors else 200)


@require_POST
def undoing(request: Request, import_id: int) -> HttpResponse:
    """Take the wish to undo a whole import."""
    load = seen(request, import_id)
    undo_import(actor=request.actor, load=load)
    return pages.redirect("imports:import", load.pk)


@require_GET
def wrong_csv(request: Request, import_id: int) -> HttpResponseBase:
    """Give the rows with faults as CSV."""
    load = seen(request, import_id)
    named = {"Content-Disposition": shown.attachment(load, "csv")}
    return StreamingHttpResponse(downloads.as_csv(load), content_type=CSV, headers=named)


@require_GET
def wrong_xlsx(request: Request, import_id: int) -> HttpResponseBase:
    """Give the rows with faults as XLSX."""
    load = seen(request, import_id)
    out = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    downloads.write_xlsx(load, out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=shown.file_name(load, "xlsx"))
