"""Django glue shared by every app: audit, numbering, triggers, access, mail, tasks."""
