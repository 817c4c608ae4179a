"""Which queries the pages run, and how they fare in the database as it is.

`manage.py audit_queries`: pages.py says what is asked for, capture.py listens to the
statements, explain.py has PostgreSQL explain each, plan.py reads what it says, run.py
puts it together and show.py prints it. An app adds its pages in a module `audit`.
"""
