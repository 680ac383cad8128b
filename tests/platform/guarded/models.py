from django.db import models


class Folder(models.Model):
    name = models.CharField(max_length=80)
    closed = models.BooleanField(default=False)

    class Meta:
        app_label = "guarded"

    def __str__(self) -> str:
        return self.name


class Page(models.Model):
    folder = models.ForeignKey(Folder, on_delete=models.PROTECT)
    words = models.CharField(max_length=200)

    class Meta:
        app_label = "guarded"

    def __str__(self) -> str:
        return self.words
