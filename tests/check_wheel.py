"""Build the wheel, install it alone in a clean environment, and use it.

What an editable install hides shows here: a file that is not packed, a dependency that only the
tests name. Usage: python -m tests.check_wheel
"""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
PACKED = [
    "cursus/sql/schema.sqlite.sql",
    "cursus/clauses.toml",
    "packager/sql/schema.sqlite.sql",
    "packager/write/pages/document.html",
    "packager/write/pages/session.js",
    "lrs/sql/schema.sqlite.sql",
    "runtime/sql/schema.sqlite.sql",
    "player_assets/player.html",
    "player_assets/player.js",
    "player_assets/cmi.scorm12.json",
    "player_assets/text.ru.json",
]


def main() -> None:
    """Build, look inside, install, run."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder)]
        subprocess.run([*build, str(ROOT)], check=True)
        wheel = next(folder.glob("cursus-*.whl"))
        names = set(zipfile.ZipFile(wheel).namelist())
        missing = [name for name in PACKED if name not in names]
        if missing:
            sys.exit(f"the wheel lacks {', '.join(missing)}")
        if strays := [name for name in names if name.startswith(("tests/", "samples/"))]:
            sys.exit(f"the wheel holds {strays[0]}")
        venv.create(folder / "venv", with_pip=True)
        binaries = folder / "venv" / "bin"
        install = [str(binaries / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
        subprocess.run(install, check=True)
        version = [str(binaries / "cursus"), "--version"]
        subprocess.run(version, check=True, cwd=folder)
        sample = folder / "not-a-package.zip"
        sample.write_bytes(b"this is no zip file")
        judge = [str(binaries / "cursus"), "validate", str(sample)]
        code = subprocess.call(judge, cwd=folder, stdout=subprocess.DEVNULL)
        if code != 1:
            sys.exit(f"validate answered {code} for a file that is no package")
        # Wires all that `serve` does: schemas, the player's assets, the workers.
        key = [str(binaries / "cursus"), "keys", "create", "first", "--data", str(folder / "data")]
        subprocess.run(key, check=True, cwd=folder, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
