"""The command line: each command is one call into the rooms below."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Before NumPy loads: its BLAS would start a thread per core, which costs start-up time and is never used.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import click

from underpaint import __version__
from underpaint.cli_cards import card_commands
from underpaint.cli_cuts import cut_commands
from underpaint.cli_desk import desk
from underpaint.cli_film import film_commands
from underpaint.cli_help import InOrder
from underpaint.cli_models import model_options, way_of
from underpaint.cli_output import complain, note, progress_bar, progress_lines
from underpaint.cli_papers import paper_commands
from underpaint.cli_style import style_commands
from underpaint.errors import Cancelled, UnderpaintError

_PATH = click.Path(path_type=Path)

# Of every command that makes a material map.
_materials_palette = click.option("--gpl", "palette", type=_PATH, required=True, metavar="PALETTE",
                                  help="The film's palette (GIMP, Krita, Inkscape): the materials' names and colours.")  # fmt: skip
_material_map = click.option(
    "-o", "out", type=_PATH, required=True, metavar="MAP.png", help="The material map to write."
)


@click.group(cls=InOrder, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="underpaint", message="%(prog)s %(version)s")
@click.pass_context
def commands(context: click.Context) -> None:
    """Paint one board; get every cut.

    Underpaint paints the backgrounds of an animation film from the film's own art boards: it takes a finished
    painting and the layout of a cut, and returns the cut, painted in the board's own paint. What a command does, and with
    which options: underpaint COMMAND --help.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@commands.command(short_help="Paint one picture from a board and a layout.")
@click.option("--board", "paintings", type=_PATH, multiple=True, required=True, metavar="PAINTING",
              help="A finished painting. Give it, with its map, once for every board to paint from.")  # fmt: skip
@click.option("--board-map", "maps", type=_PATH, multiple=True, required=True, metavar="MAP",
              help="The board's material map: flat colours over the painting, one colour a material.")  # fmt: skip
@click.option("--layout-map", type=_PATH, required=True, metavar="MAP",
              help="The cut's material map, in the same colours. The picture gets its size.")  # fmt: skip
@click.option("--layout-lines", type=_PATH, metavar="LINES",
              help="The pencil drawing, dark on light. What it draws inside a region appears in the paint.")  # fmt: skip
@click.option("--gpl", "palette", type=_PATH, metavar="PALETTE",
              help="The film's palette (GIMP, Krita, Inkscape): gives the colours their names.")  # fmt: skip
@click.option("--smooth", metavar="NAMES", default="",
              help="Materials to paint as soft paint, such as sky,water: names of the palette, or #rrggbb. "
                   "Soft ones are also found without being named.")  # fmt: skip
@click.option("--tune", "tunings", multiple=True, metavar="NAME:SETTING=N",
              help="How one material is painted, such as water:smooth=1,evenness=0.5; once for each material. Settings: "
                   "lines 0..3, strokes 0.5, 0.75, 1, 1.25 or 1.5, evenness 0..4, smooth 0..1; 1 is usual.")  # fmt: skip
@click.option("--rough", "only_rough", is_flag=True,
              help="Paint only a draft at reduced size, in about a second. Another --seed gives another draft.")  # fmt: skip
@click.option("--from-rough", type=_PATH, metavar="ROUGH",
              help="Paint at full size and keep the composition of this draft.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True, metavar="N",
              help="Which of the many possible pictures: the same number gives the same picture again.")  # fmt: skip
@click.option("--threads", type=click.IntRange(1, 1024), metavar="N",
              help="Processor cores to use; all of them unless told. The picture does not depend on it.")  # fmt: skip
@click.option("--keep", type=_PATH, metavar="PICTURE",
              help="An earlier picture of this cut, of which only the place under --mask is painted anew.")  # fmt: skip
@click.option("--mask", type=_PATH, metavar="MASK",
              help="White where new paint goes, black where the earlier picture stays as it is.")  # fmt: skip
@click.option("-o", "out", type=_PATH, required=True, metavar="OUT.png", help="The picture to write, .png or .tif.")
@click.option("--source-map", type=_PATH, metavar="OUT.npz",
              help="Also write, for every pixel, which board and place its paint came from.")  # fmt: skip
@click.option("--report", type=_PATH, metavar="REPORT.json",
              help="Also write a report: settings, times, memory, shares per board, hashes.")  # fmt: skip
@click.option("--cache", type=_PATH, metavar="DIR",
              help="Where board indexes are kept between runs, instead of your user's cache folder.")  # fmt: skip
@click.option("--no-cache", is_flag=True, help="Keep no board index and use none; the picture is the same.")
@model_options()
def synth(
    paintings: tuple[Path, ...],
    maps: tuple[Path, ...],
    palette: Path | None,
    smooth: str,
    tunings: tuple[str, ...],
    only_rough: bool,
    from_rough: Path | None,
    cache: Path | None,
    no_cache: bool,
    **named: object,
) -> None:
    """Paint a background: a board and a layout go in, the cut comes out in the board's own paint.

    \b
    The usual way is two passes:
      underpaint synth --board B.png --board-map BM.png --layout-map L.png --rough --seed 3 -o rough.png
      underpaint synth --board B.png --board-map BM.png --layout-map L.png --from-rough rough.png -o cut.png
    Without --rough and --from-rough both passes run one after the other.

    A trained model on this machine can paint either pass instead: --engine diffusion --model DIR. Best is its rough and
    then the exemplar engine's painting, so that all paint is the boards' own again.
    """
    way = way_of(named)
    if len(paintings) != len(maps):
        raise click.UsageError(f"{len(paintings)} --board but {len(maps)} --board-map; give every board its map")
    if only_rough and from_rough:
        raise click.UsageError("--rough makes a draft and --from-rough paints from one; give one of them")
    if (named["keep"] is None) != (named["mask"] is None):
        raise click.UsageError("--keep and --mask go together: the earlier picture, and the place to paint anew")
    if cache and no_cache:
        raise click.UsageError("--cache and --no-cache exclude each other; give one of them")

    from underpaint.farm.job import Job, read_tunings
    from underpaint.farm.synth import synth as run
    from underpaint.formats.user_folders import cache_folder

    if way is not None:
        from underpaint.farm.diffuse import diffuse

    job = Job(
        boards=tuple(zip(paintings, maps, strict=True)),
        palette=palette,
        smooth=tuple(name.strip() for name in smooth.split(",") if name.strip()),
        tuning=read_tunings(tunings),
        stage="rough" if only_rough else "paint" if from_rough else "both",
        rough=from_rough,
        cache=None if no_cache else cache or cache_folder(),
        **named,
    )
    with progress_bar() as progress:
        report = run(job, progress=progress, warn=note) if way is None else diffuse(job, way, progress=progress, meanwhile=note, warn=note)
    width, height = report["size"]
    click.echo(f"{job.out}  {width} x {height} px  {report['seconds']['all']:.1f} s")


@commands.group(short_help="Make a material map from a drawing or a board.")
def label() -> None:
    """Make a material map: which material each place of a picture is made of, in the colours of the film's palette."""


@label.command("layout", short_help="A pencil layout and its words become a material map.")
@click.argument("drawing", type=_PATH, metavar="DRAWING")
@_materials_palette
@click.option("--words", type=_PATH, required=True, metavar="WORDS.json",
              help="The words on the drawing, each a material with its point.")  # fmt: skip
@_material_map
@click.option("--size", metavar="WxH", help="The film's frame in px, such as 1920x1080; the drawing's own unless told.")
@click.option("--gap", type=click.IntRange(0, 400), metavar="PX",
              help="Widest gap in a line, in px of the map, that closes; 11 unless told.")  # fmt: skip
@click.option("--film", type=_PATH, metavar="DIR",
              help="The film's folder: regions without a word are then guessed from its labelled cuts.")  # fmt: skip
@click.option("--lines-out", type=_PATH, metavar="CLEAN.png",
              help="Also write the cleaned pencil lines, for synth --layout-lines.")  # fmt: skip
@click.option("--report", type=_PATH, metavar="REPORT.json",
              help="Also write what was found, and every region that had no word.")  # fmt: skip
def label_layout(size: str | None, **named: object) -> None:
    """Make the material map of a layout: a scan or a tablet drawing, with a word in each region.

    A region without a word gets a guess; every guess is listed in the report and noted.
    """
    from underpaint.farm.label import LayoutJob, frame_size
    from underpaint.farm.label import label_layout as run

    report = run(LayoutJob(size=frame_size(size), **named), warn=note)
    width, height = report["size"]
    click.echo(f"{named['out']}  {width} x {height} px  {report['seconds']['all']:.1f} s")


@label.command("board", short_help="A finished board and a few scribbles become its material map.")
@click.argument("board", type=_PATH, metavar="PAINTING")
@_materials_palette
@click.option("--scribbles", type=_PATH, required=True, metavar="SCRIBBLES",
              help="A few strokes over each material in its palette colour, on a transparent layer the painting's size; "
                   "or points, as a words.json.")  # fmt: skip
@click.option(
    "--layer", metavar="NAME", help="The layer that holds the scribbles, where they come as a .psd or .ora file."
)
@_material_map
def label_board(**named: object) -> None:
    """Make the material map of a board from a few scribbles; its borders snap to the painted edges."""
    from underpaint.farm.label_board import label_board as run

    width, height, seconds = run(**named, warn=note)
    click.echo(f"{named['out']}  {width} x {height} px  {seconds:.1f} s")


@label.command("flats", short_help="Flats painted in Krita, Photoshop or GIMP become a material map.")
@click.argument("flats", type=_PATH, metavar="FLATS")
@_materials_palette
@click.option("--layer", metavar="NAME", help="The layer to take, where the flats come as a .psd or .ora file.")
@_material_map
def label_flats(**named: object) -> None:
    """Make a material map of flats: each material painted in its palette colour. Soft borders are made hard."""
    from underpaint.farm.label_board import label_flats as run

    width, height, seconds = run(**named, warn=note)
    click.echo(f"{named['out']}  {width} x {height} px  {seconds:.1f} s")


@commands.command(short_help="Paint a few cuts of the example film.")
@click.option("-o", "out", type=_PATH, default=Path("demo"), show_default=True, metavar="DIR",
              help="Where the film and its pictures go.")  # fmt: skip
@click.option("--film", type=_PATH, default=Path("examples/film"), show_default=True, metavar="FILM",
              help="The film to take the cuts from; it stays as it is.")  # fmt: skip
def demo(out: Path, film: Path) -> None:
    """Paint a few cuts of the example film, from several places, and say where to look.

    They are copied into a film of their own, DIR/film, to try every other command on.
    """
    from underpaint.farm.demo import demo as run
    from underpaint.formats.user_folders import cache_folder

    with progress_lines() as progress:
        shown = run(film, out, cache=cache_folder(), progress=progress, say=click.echo, warn=note)
    click.echo("\nWhere to look:")
    click.echo("\n".join(f"  how each was made  {path}" for path in shown.strips))
    click.echo("\n".join(f"  in layers          {path}" for path in shown.layered))
    click.echo(f"  all on one sheet   {shown.sheet}")
    click.echo(f"  who made them      {shown.credits}\n                     {shown.card}")
    click.echo(f"  the film           {shown.film}  (go on with: underpaint check {shown.film})")


@commands.command("verify-picture", short_help="Say where a picture comes from, and if it was changed.")
@click.argument("picture", type=_PATH, metavar="FILE")
@click.option("--trust", type=_PATH, metavar="ANCHORS.pem",
              help="Certificates that you trust, such as your studio's; your own local one is always known.")  # fmt: skip
@click.pass_context
def verify_picture(context: click.Context, picture: Path, trust: Path | None) -> None:
    """Read a picture's Content Credentials: who signed it, whether it was changed since, and what it was made from.

    Works offline. Exit code 0: signed by you or by those you trust, and unchanged; 1: tampered with, signed by somebody
    else, or of unknown origin; 2: not a picture, or a damaged one.
    """
    from underpaint.formats.certificates import read_anchors
    from underpaint.formats.credentials import verify_picture as run

    finding = run(picture, read_anchors(trust) if trust else None)
    click.echo("\n".join(finding.lines()))
    context.exit(0 if finding.fine else 1)


for command in (desk, *film_commands, *card_commands, *cut_commands, *paper_commands, *style_commands):
    commands.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """The program. Exit code 0: done; 1: a picture is of unknown origin, or verify-picture found one wanting; 2: something that came in or was to be
    written is wrong; 130: stopped by Ctrl-C."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    try:
        with commands.make_context("underpaint", arguments) as context:
            commands.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as why:
        complain(why.format_message())
        return 2
    except (Cancelled, KeyboardInterrupt, click.Abort):
        complain("stopped; nothing half-written is left")
        return 130
    except UnderpaintError as why:
        complain(str(why))
        return 2
    except MemoryError:
        complain("not enough memory for pictures of this size; close other programs or paint a smaller size")
        return 2
    return 0
