"""Row-level security: a list is seen by the region or school that handed it in, and by those above it."""

from django.db import migrations

from fuxue.audit.sql import row_security

RUNS = row_security(
    "intake_importrun",
    seen="fuxue_sees(province_code, city_code, county_code, township_code, village_code, school_code)",
)


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("access", "0002_guards")]

    operations = [RUNS]
