"""A referral opens a case to its organ, so only those who see the case by place may write an open one.

Without this an outside organ could ask itself in, and a county could ask its own police about a neighbour's child.
"""

from django.db import migrations

# Runs as the tables' owner: a policy of referrals cannot read cases, whose policy reads referrals.
SEES_CASE = migrations.RunSQL(
    """
    CREATE FUNCTION fuxue_sees_case(wanted uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT EXISTS (SELECT FROM ledger_case c WHERE c.id = wanted AND fuxue_sees(c.province_code, c.city_code,
            c.county_code, c.township_code, c.village_code, c.school_code))
    $$;
    """,
    "DROP FUNCTION fuxue_sees_case(uuid);",
)

ASKING = migrations.RunSQL(
    """
    CREATE POLICY ledger_referral_asking ON ledger_referral AS RESTRICTIVE FOR INSERT TO fuxue_app
        WITH CHECK (fuxue_sees_case(case_id));
    CREATE POLICY ledger_referral_reopening ON ledger_referral AS RESTRICTIVE FOR UPDATE TO fuxue_app
        USING (true) WITH CHECK (status <> 'open' OR fuxue_sees_case(case_id));
    """,
    """
    DROP POLICY ledger_referral_asking ON ledger_referral;
    DROP POLICY ledger_referral_reopening ON ledger_referral;
    """,
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]

    operations = [SEES_CASE, ASKING]
