"""LibreOffice itself: opens a table as a Russian office does and saves it again."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Resave = Callable[[Path, str], Path]
SECONDS = 120
AS_TEXT = "Text - txt - csv (StarCalc):59,34,76,1,,1049"  # semicolons, quotes, UTF-8, from line 1, Russian
FILTERS = {"csv": f"csv:{AS_TEXT},false,true", "xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods:calc8", "xls": "xls"}


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Resave:
    """Save a table as another kind: `libreoffice(path, "csv")` gives the new file; put aside where it is absent."""
    profile = tmp_path_factory.mktemp("libreoffice")

    def resaved(path: Path, form: str) -> Path:
        folder = path.parent / f"saved as {form}"
        command = [
            "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            *([f"--infilter={AS_TEXT}"] if path.suffix == ".csv" else []),
            "--convert-to", FILTERS[form], "--outdir", str(folder), str(path),
        ]  # fmt: skip
        subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)
        (saved,) = folder.glob(f"{path.stem}*.{form}")
        return saved

    return resaved
