"""The list of departments, and the forms that add, change and delete one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions import services
from extensions.access import get_department
from extensions.forms import DepartmentForm
from extensions.models import Department
from extensions.numbering import FreeNumbers
from opbx.references import uses_of
from opbx.web.counting import counted
from opbx.web.lists import page_of
from opbx.web.saving import save_form, sent
from opbx.web.toasts import toast

GET_AND_POST = require_http_methods(["GET", "POST"])
LIVING = Q(extensions__deleted_at=None)


@require_GET
@requires("phonebook.write")
def department_list(request: SignedInRequest) -> HttpResponse:
    rows = Department.objects.annotate(members=Count("extensions", filter=LIVING)).order_by("name", "pk")
    page = page_of(request, rows)
    free = FreeNumbers()
    shown = list(page.object_list)
    for row in shown:
        row.next_free = free.within(row)
    page.object_list = shown
    return render(request, "phonebook/departments.html", {"page": page})


@GET_AND_POST
@requires("phonebook.write")
def department_add(request: SignedInRequest) -> HttpResponse:
    form = DepartmentForm(sent(request))
    outcome = save_form(form, lambda values: services.add_department(actor_of(request), **values))
    if outcome.result is not None:
        words = f"{outcome.result.name} was added."
        if request.POST.get("also"):
            messages.success(request, words)
            return redirect("phonebook:department_add")
        url = f"{reverse('extensions:add')}?department={outcome.result.key}"
        toast(request, words, action="Add an extension to it", url=url)
        return redirect("phonebook:departments")
    return render(request, "phonebook/department_form.html", {"form": form}, status=outcome.status)


@GET_AND_POST
@requires("phonebook.write")
def department_edit(request: SignedInRequest, key: UUID) -> HttpResponse:
    department = get_department(request.user, key)
    names = ("name", "first_number", "last_number")
    form = DepartmentForm(sent(request), initial={name: getattr(department, name) for name in names})
    outcome = save_form(
        form, lambda values: services.update_department(actor_of(request), department, **values)
    )
    if outcome.result is not None:
        messages.success(request, f"{outcome.result.name} was saved.")
        return redirect("phonebook:departments")
    context = {"form": form, "department": department}
    return render(request, "phonebook/department_form.html", context, status=outcome.status)


@GET_AND_POST
@requires("phonebook.write")
def department_delete(request: SignedInRequest, key: UUID) -> HttpResponse:
    department = get_department(request.user, key)
    if request.method == "POST":
        services.delete_department(actor_of(request), department)
        messages.success(request, f"{department.name} was deleted.")
        return redirect("phonebook:departments")
    members = department.extensions.count()
    stays = "stays, without a department" if members == 1 else "stay, without a department"
    context = {
        "department": department,
        "question": f"Delete {department.name}?",
        "loss": f"{counted(members, 'extension')} {stays}." if members else "No extension belongs to it.",
        "verb": f"Delete {department.name}",
        "uses": uses_of(department),
    }
    return render(request, "phonebook/department_delete.html", context)
