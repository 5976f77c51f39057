"""Make a virtual environment with a recent pip, also where Python came without ensurepip.

Usage: python3 tools/make_venv.py FOLDER

Debian splits ensurepip off its python3, so `python3 -m venv` alone fails on a fresh machine. Here
the environment is then made without pip, and pip's wheel, which runs as it lies, installs itself.
"""

import json
import os
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

OLDEST = (3, 11)
PIP = "pip>=25.1"  # dependency groups


def main(folder: Path) -> None:
    """Make the environment."""
    if sys.version_info < OLDEST:
        sys.exit(f"cursus needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    python = folder / "bin" / "python"
    try:
        import ensurepip  # noqa: F401, PLC0415 - its absence is the question

        venv.create(folder, with_pip=True)
        pip = [str(python), "-m", "pip"]
        subprocess.run([*pip, "install", "--quiet", "--upgrade", PIP], check=True)  # noqa: S603
    except ImportError:
        venv.create(folder, with_pip=False)
        with TemporaryDirectory() as temporary:
            wheel = download_pip(Path(temporary))
            command = [str(python), f"{wheel}/pip", "install", "--quiet", PIP]
            subprocess.run(command, check=True)  # noqa: S603


def download_pip(folder: Path) -> Path:
    """Fetch pip's newest wheel from the package index (PEP 691)."""
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"
    request = urllib.request.Request(  # noqa: S310 - the index is the user's own setting
        index, headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        files = json.load(answer)["files"]
    wheels = [f for f in files if f["filename"].endswith("-py3-none-any.whl") and not f["yanked"]]
    path = folder / wheels[-1]["filename"]
    with urllib.request.urlopen(urljoin(index, wheels[-1]["url"])) as answer:  # noqa: S310
        path.write_bytes(answer.read())
    return path


if __name__ == "__main__":
    main(Path(sys.argv[1]))
