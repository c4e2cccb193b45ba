"""What Django's constraints cannot say: one post per person and day, the kind an organ has, and who sees a row."""

from django.db import migrations

ONE_POST = migrations.RunSQL(
    # int8range stands in for "=": equality on a number needs no extension this way.
    """
    ALTER TABLE access_post ADD CONSTRAINT access_post_one_at_a_time EXCLUDE USING gist (
        int8range(user_id, user_id, '[]') WITH &&, daterange(valid_from, valid_until, '[)') WITH &&);
    """,
    "ALTER TABLE access_post DROP CONSTRAINT access_post_one_at_a_time;",
)

ORGAN_KIND = migrations.RunSQL(
    """
    ALTER TABLE access_post ADD CONSTRAINT access_post_organ_kind
        FOREIGN KEY (organ_id, organ_kind) REFERENCES access_organ (id, kind);
    """,
    "ALTER TABLE access_post DROP CONSTRAINT access_post_organ_kind;",
)

# Codes of different levels differ in length, so "within the region" is "one of the row's codes equals it".
# Unset or unknown scope: false, never NULL. `fuxue_organ()` is the organ whose referrals the person may see, or NULL.
SEES = migrations.RunSQL(
    """
    CREATE FUNCTION fuxue_sees(province text, city text, county text, township text, village text, school text)
    RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT CASE current_setting('fuxue.scope', true)
            WHEN 'region' THEN COALESCE(
                NULLIF(current_setting('fuxue.region', true), '') IN (province, city, county, township, village), false)
            WHEN 'school' THEN COALESCE(NULLIF(current_setting('fuxue.school', true), '') = school, false)
            WHEN 'all' THEN true
            ELSE false
        END
    $$;
    CREATE FUNCTION fuxue_organ() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT CASE current_setting('fuxue.scope', true)
            WHEN 'organ' THEN NULLIF(current_setting('fuxue.organ', true), '')::bigint END
    $$;
    """,
    """
    DROP FUNCTION fuxue_organ();
    DROP FUNCTION fuxue_sees(text, text, text, text, text, text);
    """,
)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("audit", "0002_guards")]

    operations = [ONE_POST, ORGAN_KIND, SEES]
