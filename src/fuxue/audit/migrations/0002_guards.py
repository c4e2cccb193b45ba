"""The serving role, and what the database itself refuses: audit rows are added, read by those concerned, never changed."""

from django.db import migrations

from fuxue.audit.sql import MAKE_APP_ROLE, REFUSE_FUNCTION, SETTING_FUNCTION, append_only, row_security

# fuxue.user is the person at work ("0" is the program); fuxue.scope = all only for the program.
SEEN = """
    fuxue_setting('scope') = 'all'
    OR user_id = fuxue_setting('user')::bigint
    OR (fuxue_setting('role') IN ('auditor', 'security_admin') AND starts_with(region_code, fuxue_setting('region')))
"""
# Nobody signs for somebody else; before sign-in there is nobody, and only the door's own kinds may be written.
ADDED = """
    user_id = fuxue_setting('user')::bigint
    OR (fuxue_setting('user') IS NULL AND kind IN ('sign_in', 'sign_in_failed', 'sign_out'))
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        MAKE_APP_ROLE,
        SETTING_FUNCTION,
        REFUSE_FUNCTION,
        append_only("audit_event"),
        row_security("audit_event", seen=SEEN, added=ADDED),
    ]
