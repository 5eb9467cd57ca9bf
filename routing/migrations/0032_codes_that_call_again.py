from django.db import migrations, models

# A code whose number something has already begins switched off: an admin gives it another one.
CODES = """
INSERT INTO routing_featurecode (key, act, number, is_enabled)
    SELECT gen_random_uuid(), wanted.act, wanted.number,
        NOT EXISTS (SELECT FROM extensions_internalnumber taken WHERE taken.number = wanted.number)
        AND NOT EXISTS (
            SELECT FROM routing_featurecode taking
            WHERE taking.is_enabled AND starts_with(wanted.number, taking.number) AND taking.act IN (
                'forward_all', 'voicemail_of', 'hours_closed', 'hours_open', 'hours_by_calendar', 'withhold_number',
                'show_number'
            )
        )
    FROM (VALUES ('redial', '*66'), ('call_return', '*69')) AS wanted (act, number);
INSERT INTO extensions_internalnumber (number, kind, holder)
    SELECT number, 'feature_code', key FROM routing_featurecode WHERE is_enabled AND act IN ('redial', 'call_return');
"""
NO_CODES = """
DELETE FROM extensions_internalnumber WHERE holder IN (
    SELECT key FROM routing_featurecode WHERE act IN ('redial', 'call_return')
);
DELETE FROM routing_featurecode WHERE act IN ('redial', 'call_return');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0031_absences'),
    ]

    operations = [
        migrations.AlterField(
            model_name='featurecode',
            name='act',
            field=models.CharField(choices=[('do_not_disturb_on', 'Do not disturb on'), ('do_not_disturb_off', 'Do not disturb off'), ('forward_all', 'Forward every call to an extension'), ('forward_none', 'Forward no longer every call'), ('own_voicemail', 'Hear the own voicemail'), ('voicemail_of', 'Hear the voicemail of an extension'), ('own_number', 'Hear the own extension number'), ('hours_closed', 'Close business hours'), ('hours_open', 'Open business hours'), ('hours_by_calendar', 'Let business hours go by their calendar'), ('withhold_number', 'Withhold the own number in one call'), ('show_number', 'Show the own number in one call'), ('lock', 'Lock the own extension'), ('unlock', 'Unlock the own extension'), ('redial', 'Call the last number again'), ('call_return', 'Call the last caller back')], max_length=30, unique=True),
        ),
        migrations.RunSQL(CODES, NO_CODES),
    ]
