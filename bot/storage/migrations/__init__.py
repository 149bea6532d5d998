"""The steps from one version of the tables to the next, oldest first.

A step that was published is never changed. A new one gets the next number, names the one before it in
``down_revision``, and its number becomes ``HEAD`` in ``schema.py``. All that are missing run in one transaction.
"""
