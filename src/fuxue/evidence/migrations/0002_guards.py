"""Uses of a file are seen with their case, by the database's own word; the file rows say nothing about anybody."""

from django.db import migrations

from fuxue.audit.sql import row_security

PLACE = "province_code, city_code, county_code, township_code, village_code, school_code"
# The case's own policy answers for desks that were asked.
OF_A_CASE = "EXISTS (SELECT FROM ledger_case c WHERE c.id = evidence_fileuse.case_id)"
# A file is seen by whoever sees a use of it. Adding one says nothing: its name is the hash of bytes the person holds.
USED = "EXISTS (SELECT FROM evidence_fileuse u WHERE u.file_id = evidence_storedfile.sha256)"


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("ledger", "0002_guards")]

    operations = [
        row_security("evidence_fileuse", seen=f"fuxue_sees({PLACE}) OR ({OF_A_CASE})"),
        row_security("evidence_storedfile", seen=USED, added="true"),
    ]
