"""Install the Chromium that the browser tests drive, where there is none.

Debian's own package when apt is there and we may use it, else the one that Playwright brings.
tests/conftest.py finds either.
"""

import os
import shutil
import subprocess
import sys


def main() -> None:
    """Install a browser unless one is found."""
    if os.environ.get("CURSUS_CHROMIUM") or shutil.which("chromium"):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
        packages = ["chromium", "fonts-noto-core"]
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(command, check=True, env=environment)  # noqa: S603
        return
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
