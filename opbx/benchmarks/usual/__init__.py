"""The usual way: a small django-tenants project as its documentation and Django's lead one to write it.

A program to measure against, never a part of the product. Where a choice is open, the one that is in its favour is
taken: connections persist, tables are small and indexed, related rows come by select_related and prefetch_related,
templates are compiled once, nothing is stored about the call.
"""
