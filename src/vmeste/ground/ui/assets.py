"""Where collected style sheets, scripts and pictures live: under names that tell their content, kept for a year."""

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files once `vmeste migrate` has collected them; plain names before that, as in tests."""

    def url(self, name: str | None, force: bool = False) -> str:
        """Give the address of a file; what was not collected keeps its plain name."""
        if name and self.clean_name(name) in self.hashed_files:
            return str(super().url(name, force))
        return str(StaticFilesStorage.url(self, name))
