"""Writes `src/modiff/link/stdlib_names.json`: what `from MODULE import *` brings, for modules of the standard library, on any of several Pythons.

Packages import them with a star, and modiff never imports anything to ask. So this asks the Pythons that it is given, and writes what any of
them has.

    python scripts/stdlib_names.py PYTHON...
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/modiff/link/stdlib_names.json"
BELOW = """
asyncio.events collections.abc concurrent.futures concurrent.futures.thread concurrent.futures.process ctypes.util ctypes.wintypes
curses.ascii curses.panel curses.textpad dbm.dumb distutils.core distutils.errors distutils.util email.message email.mime.text email.utils
html.entities html.parser http.client http.cookies http.cookiejar http.server importlib.abc importlib.machinery importlib.metadata
importlib.resources importlib.util json.decoder json.encoder logging.config logging.handlers multiprocessing.connection
multiprocessing.managers multiprocessing.pool multiprocessing.process multiprocessing.queues multiprocessing.synchronize os.path
sqlite3.dbapi2 tkinter.colorchooser tkinter.commondialog tkinter.constants tkinter.dialog tkinter.dnd tkinter.filedialog tkinter.font
tkinter.messagebox tkinter.scrolledtext tkinter.simpledialog tkinter.ttk unittest.case unittest.mock urllib.error urllib.parse
urllib.request urllib.response urllib.robotparser wsgiref.headers wsgiref.simple_server wsgiref.util wsgiref.validate xml.dom
xml.dom.minidom xml.dom.pulldom xml.etree.ElementTree xml.etree.cElementTree xml.parsers.expat xml.sax xml.sax.expatreader xml.sax.handler
xml.sax.saxutils xml.sax.xmlreader xmlrpc.client xmlrpc.server
""".split()
NOT_ASKED = {"antigravity", "this", "idlelib", "lib2to3", "turtledemo", "test"}
ASK = """
import importlib, json, sys, warnings
warnings.simplefilter("ignore")
out = {}
for name in json.loads(sys.argv[1]):
    try:
        module = importlib.import_module(name)
    except Exception:
        continue
    out[name] = list(getattr(module, "__all__", None) or [n for n in vars(module) if not n.startswith("_")])
print(json.dumps(out))
"""


def main() -> int:
    """Asks each Python and writes the table."""
    pythons = sys.argv[1:] or [sys.executable]
    top = {name for name in sys.stdlib_module_names if not name.startswith("_")} - NOT_ASKED
    found: dict[str, set[str]] = {}
    for python in pythons:
        asked = json.dumps(sorted({*top, *BELOW}))
        answer = subprocess.run([python, "-c", ASK, asked], check=True, capture_output=True, text=True).stdout
        for module, names in json.loads(answer.splitlines()[-1]).items():
            found.setdefault(module, set()).update(names)
    TARGET.write_text("{\n" + ",\n".join(f'"{module}":{json.dumps(" ".join(sorted(found[module])))}' for module in sorted(found)) + "\n}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
