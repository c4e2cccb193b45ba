"""What the database itself holds: entries never change, and nobody sees a row outside their scope."""

from django.db import migrations

from fuxue.audit.sql import append_only, row_security

PLACE = "province_code, city_code, county_code, township_code, village_code, school_code"
SEES = f"fuxue_sees({PLACE})"

# Policies must not read each other in a circle: a referral is judged by its own columns, a case by its own and by
# referrals, everything else by its case. A desk sees a case only while a question to its organ is open.
ASKED = """EXISTS (SELECT FROM ledger_referral r WHERE r.case_id = ledger_case.id AND r.status = 'open'
    AND r.organ_id = fuxue_organ())"""
# The second condition is always true. It keeps the planner from hashing every visible case for each page of entries:
# looking one case up by its key, row by row, is what we want.
OF_A_CASE = "EXISTS (SELECT FROM ledger_case c WHERE c.id = {table}.case_id AND {table}.case_id IS NOT NULL)"
CHILD_ASKED = "EXISTS (SELECT FROM ledger_case c WHERE c.child_id = ledger_child.id AND ledger_child.id IS NOT NULL)"
TOKEN_ASKED = f"fuxue_organ() IS NOT NULL AND {OF_A_CASE.format(table='ledger_searchtoken')}"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("audit", "0002_guards"), ("access", "0002_guards")]

    operations = [
        append_only("ledger_entry"),
        append_only("ledger_ruleversion"),
        row_security("ledger_referral", seen=f"{SEES} OR organ_id = fuxue_organ()"),
        row_security("ledger_case", seen=f"{SEES} OR {ASKED}"),
        row_security("ledger_child", seen=f"{SEES} OR {CHILD_ASKED}"),
        row_security("ledger_entry", seen=OF_A_CASE.format(table="ledger_entry")),
        row_security("ledger_entryprivate", seen=OF_A_CASE.format(table="ledger_entryprivate")),
        row_security("ledger_searchtoken", seen=f"{SEES} OR ({TOKEN_ASKED})"),
        row_security(
            "ledger_storedreceipt",
            seen="user_id::text = current_setting('fuxue.user', true) OR current_setting('fuxue.scope', true) = 'all'",
        ),
    ]
