"""One film on one desk: everything that the routes of the page call."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

from starlette.requests import Request

from underpaint.desk.batch import Batch
from underpaint.desk.bench import Bench
from underpaint.desk.live import Live
from underpaint.desk.pictures import Pictures
from underpaint.film.film import Film
from underpaint.formats.user_folders import SEEN

_RECENT_SECONDS = 2.0
_PATH = re.compile(r"(?:[A-Za-z]:|~)?(?:[\\/]+[^\s\\/:;,'\"]+)*[\\/]+([^\s\\/:;,'\"]+)")


class Desk:
    """folder: of the film. cache: this user's folder for what can be made again."""

    def __init__(self, folder: Path, cache: Path):
        self.folder = folder.resolve()
        self.live = Live()
        self.batch = Batch(self.folder, lambda state: self.live.publish("batch", state), self.without_paths)
        self.bench = Bench("the work bench")
        self.side_bench = Bench("the side bench", idle_seconds=5, gentle=True)
        self.light_table = Bench("the light table", idle_seconds=60)
        self.office = Bench("the office", idle_seconds=60)
        """Papers and delivery, which take long over a whole film: who labels or paints meanwhile does not wait for them."""
        self.pictures = Pictures(self.light_table, cache / SEEN)
        self.brought: dict[str, tuple[str, Path, str, str]] = {}
        """Files that were looked at and not yet handed in: ticket to cut, file, its name and SHA-256."""
        self._aside: tempfile.TemporaryDirectory | None = None
        self._recent: tuple[float, Film] | None = None

    def film(self) -> Film:
        """The film as it stands on the disk now. Raises InputError."""
        film = Film.open(self.folder)
        self._recent = time.monotonic(), film
        return film

    def recent(self) -> Film:
        """The film as it stood at most two seconds ago: for pictures, of which a page asks for many at once."""
        recent = self._recent
        return recent[1] if recent and time.monotonic() - recent[0] < _RECENT_SECONDS else self.film()

    def new_folder(self, name: str) -> Path:
        """A folder of the server's own, which goes when it ends. name: chosen by the server."""
        if self._aside is None:
            self._aside = tempfile.TemporaryDirectory(prefix="underpaint-desk-", ignore_cleanup_errors=True)
        folder = Path(self._aside.name) / name
        folder.mkdir(exist_ok=True)
        return folder

    def without_paths(self, message: str) -> str:
        """A message of the library as the page may show it: files of the film named from its folder on, others by name."""
        for folder in {str(self.folder), self.folder.as_posix()}:
            message = message.replace(f"{folder}/", "").replace(f"{folder}\\", "").replace(folder, self.folder.name)
        words = message.split(" ")
        return " ".join(_PATH.sub(r"\1", word) if word.startswith(("/", "\\", "~", "'/", '"/')) or word[1:3] in (":\\", ":/")
                        else word for word in words)  # fmt: skip

    def close(self) -> None:
        """End everything that runs beside the server."""
        self.live.close()
        self.batch.close()
        self.bench.close()
        self.side_bench.close()
        self.light_table.close()
        self.office.close()
        aside, self._aside = self._aside, None
        if aside is not None:
            aside.cleanup()


def desk_of(request: Request) -> Desk:
    return request.app.state.desk
