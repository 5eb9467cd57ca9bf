import django.core.validators
from django.db import migrations, models
from django.db.models.functions import Concat, Trim



class Migration(migrations.Migration):
    """What was the name becomes the first name; the name is made of both from now on."""

    dependencies = [
        ('extensions', '0001_initial'),
    ]

    operations = [
        migrations.RenameField(model_name='extension', old_name='name', new_name='first_name'),
        migrations.AddField(
            model_name='extension',
            name='last_name',
            field=models.CharField(blank=True, default='', max_length=60, validators=[django.core.validators.RegexValidator("^[^\\x00-\\x1f\\x7f\\u2028\\u2029]*\\Z", "Leave out line breaks and other control characters.")]),
        ),
        migrations.AddField(
            model_name='extension',
            name='name',
            field=models.GeneratedField(
                db_persist=True,
                expression=Trim(Concat('first_name', models.Value(' '), 'last_name')),
                output_field=models.CharField(max_length=181),
            ),
        ),
    ]
