"""What leaves the directory: a table of the cards that fit, one card for an address book; searches people keep."""

import tempfile
from urllib.parse import parse_qsl, urlencode

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from vmeste.gather.participants import commands, leaving, policies, queries
from vmeste.gather.participants.commands.exports import file_of
from vmeste.gather.participants.exporting import owner_of
from vmeste.gather.participants.forms import SavedSearchForm
from vmeste.gather.participants.looking import DirectoryForm, filter_names
from vmeste.gather.participants.models import Export
from vmeste.gather.participants.vcard import Contact, vcard
from vmeste.gather.participants.views.cards import websites_of
from vmeste.gather.participants.views.directory import own_centre
from vmeste.ground.facts.queries import worker_runs
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.decisions import ALLOW
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages, sheets

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_XLSX = 20_000
"""Rows: a book is written whole before it leaves; one that takes longer is written in the background."""
CHUNK = 1000


@require_POST
def export(request: Request) -> HttpResponseBase:
    """Let the cards that fit the posted query leave as CSV or XLSX; a long XLSX is written in the background."""
    form = DirectoryForm(
        QueryDict(request.POST.get("query", "")), own_centre(request), oversees=policies.oversees(request.actor)
    )
    kind = "xlsx" if request.POST.get("form") == "xlsx" else "csv"
    rows = commands.export_directory(actor=request.actor, wanted=form.wanted(), form=kind)
    if kind == "xlsx" and rows.order_by()[: MOST_XLSX + 1].count() > MOST_XLSX:
        query = kept_part(request.POST.get("query", ""))
        asked = commands.ask_export(actor=request.actor, query=query, total=rows.order_by().count())
        return pages.redirect("participants:table", asked.pk)
    table = leaving.lines(request.actor, rows.iterator(chunk_size=CHUNK))
    name = f"partners-{clock.today()}.{kind}"
    if kind == "csv":
        named = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(sheets.csv_pieces(table), content_type=CSV, headers=named)
    out = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    sheets.write_xlsx(table, pgettext("sheet", "Partners"), out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name, content_type=XLSX)


@require_safe
def table(request: Request, export_id: int) -> HttpResponse:
    """Show how far a long table is, then where to take it."""
    export = queries.export_asked(request.actor, export_id)
    making = export.state == Export.State.MAKING
    if pages.wants(request, "progress") and not making:
        return pages.redirect("participants:table", export.pk)
    may = ALLOW if making else policies.can_take(owner_of(export), export)
    shown = {"export": export, "stalled": making and not worker_runs(), "may_take": bool(may), "why_not": may.reason}
    return pages.page(request, "participants/table.html", shown, fragment="progress")


@require_safe
def table_file(request: Request, export_id: int) -> HttpResponseBase:
    """Give a long table to the one who asked, if they may still have it."""
    export = queries.export_asked(request.actor, export_id)
    policies.can_take(owner_of(export), export).enforce()
    try:
        file = file_of(export).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename=export.file_name, content_type=XLSX)


@require_safe
def contact(request: Request, organisation_id: int) -> HttpResponse:
    """Give a card for an address book."""
    shown = queries.organisation_seen(request.actor, organisation_id)
    address = request.build_absolute_uri(reverse("participants:organisation", args=[shown.id]))
    text = vcard(
        Contact(
            uid=address,
            name=shown.name,
            short_name=shown.short_name,
            address=shown.address,
            settlement=shown.settlement.full_name if shown.settlement else "",
            region=shown.region.full_name if shown.region else "",
            phone=shown.phone,
            email=shown.email,
            websites=[address, *(site.href for site in websites_of(shown.website))],
            note=shown.description,
            point=None if shown.lat is None or shown.lon is None else (shown.lat, shown.lon),
            changed_at=shown.changed_at,
        )
    )
    named = {"Content-Disposition": f'attachment; filename="{code(shown.id)}.vcf"'}
    return HttpResponse(text, content_type="text/vcard; charset=utf-8", headers=named)


@require_POST
def save_search(request: Request) -> HttpResponse:
    """Keep a search; lead back to it."""
    form = SavedSearchForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: " ".join(map(str, faults)) for name, faults in form.errors.items()})
    query = kept_part(form.cleaned_data["query"])
    commands.save_search(actor=request.actor, name=form.cleaned_data["name"], query=query)
    pages.flash(request, _("The search is kept. It stands on the page of the directory."), "good")
    return pages.redirect(f"{reverse('participants:organisations')}?{query}")


@require_POST
def forget_search(request: Request, search_id: int) -> HttpResponse:
    """Keep a search no more."""
    search = queries.search_kept(request.actor, search_id)
    if search is None:
        raise Http404
    commands.forget_search(actor=request.actor, search=search)
    pages.flash(request, _("The search is forgotten."))
    return pages.redirect("participants:organisations")


def kept_part(text: str) -> str:
    """Give the part of a query that filters, in the order of the form."""
    given = dict(parse_qsl(text))
    return urlencode([(name, given[name]) for name in filter_names() if given.get(name)])
