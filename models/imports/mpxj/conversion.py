"""Conversion: a plan of another program as one of Microsoft Project in XML, by MPXJ's converter, a program in Java."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

SLOWEST: Final = 300.0
"""Time after which a conversion is ended [seconds]."""
MOST_MEMORY: Final = 2
"""How much memory a conversion may take [GB]."""
LARGEST: Final = 512 * 1024 * 1024
"""Size beyond which what was made is not read [bytes]."""

_CONVERTER: Final = "org.mpxj.sample.MpxjConvert"
_SAID: Final = 65_536
"""How much of what the converter says is looked at [bytes]."""


class ConversionError(Exception):
    """What stands in the way of a conversion, as the rest of a sentence that begins with the file."""


class MissingError(ConversionError):
    """Something that the conversion needs and that is not installed."""


@lru_cache(maxsize=1)  # of a plan that is read for each case of a batch
def converted(content: bytes) -> bytes:
    """
    Return a plan as one of Microsoft Project in XML.

    The converter runs in a temporary folder of its own, which holds the plan under another name, and is ended with it
    whatever happens.

    Parameters
    ----------
    content
        All that stands in the file.

    Raises
    ------
    ConversionError
        When it cannot be converted.
    """
    java, jars = _needed()
    with TemporaryDirectory(prefix="milepost-plan-", ignore_cleanup_errors=True) as folder:
        desk = Path(folder)
        (desk / "plan").write_bytes(content)
        options = (
            *(f"-Xmx{MOST_MEMORY}g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"),
            *("-Djava.awt.headless=true", f"-Djava.io.tmpdir={desk}", "-cp", str(jars / "*")),
        )
        code = _ended([java, *options, _CONVERTER, "plan", "made.xml"], desk)
        made = desk / "made.xml"
        if code or not made.is_file():
            raise ConversionError(_reason((desk / "said").read_bytes()[-_SAID:]))
        if made.stat().st_size > LARGEST:
            raise ConversionError(f"has more than {LARGEST:,} bytes as XML: split the plan")
        return made.read_bytes()


def _needed() -> tuple[str, Path]:
    """Return where Java and the folder of the converter are."""
    home = os.environ.get("JAVA_HOME")
    java = (home and shutil.which("java", path=str(Path(home, "bin")))) or shutil.which("java")
    found = find_spec("mpxj")  # which is not imported: that would bring Java into this process
    folders = found.submodule_search_locations if found else None
    jars = next((Path(one, "lib") for one in folders or () if Path(one, "lib", "mpxj.jar").is_file()), None)
    if not java or not jars:
        missing = [] if java else [("Java", "a Java runtime, as OpenJDK")]
        missing += [] if jars else [("MPXJ", "MPXJ, by pip install 'milepost[mpp]'")]
        names, cures = (" and ".join(texts) for texts in zip(*missing, strict=True))
        raise MissingError(f"is read with Java and MPXJ, of which {names} cannot be found: install {cures}")
    return java, jars


def _ended(command: list[str], desk: Path) -> int:
    """Run a command in a folder to its end, and return its exit code; whatever comes between ends it and its own."""
    with (desk / "said").open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=desk,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that all of it can be ended, and none of it is by an interruption of ours
        )
        try:
            return process.wait(SLOWEST)
        except subprocess.TimeoutExpired:
            raise ConversionError(f"takes more than {SLOWEST:g} s to convert") from None
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _reason(said: bytes) -> str:
    """Return why a conversion has failed, by what the converter says."""
    if b"OutOfMemoryError" in said:
        return f"takes more than {MOST_MEMORY} GB of memory to convert"
    if b"assword" in said:
        return "is protected by a password"
    return "cannot be converted by MPXJ, and may be damaged"
