"""An explanation of a letter's fields as a table in the terminal."""

from rich import box
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from index.explaining import Explained, Explanation


def show(explanation: Explanation) -> None:
    """Print the table on stdout, as wide as the terminal is."""
    encoding = f", gelezen als {explanation.encoding}" if explanation.encoding else ""
    console = Console(highlight=False)
    console.print(Text(f"{explanation.path}: {explanation.form}{encoding}", style="bold"))
    columns = (Column(label, overflow="fold") for label in ("Veld", "Waarde", "Gelezen uit"))
    table = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
    for field in explanation.fields:
        missing = not field.source
        table.add_row(Text(field.label), Text(field.text, style="dim" if missing else ""), _source(field))
    console.print(table)


def _source(field: Explained) -> Text:
    """Where a field was read: the line with its number, or what else gave it; and where each value first stands."""
    where = _place(field.page, field.line) or field.source
    firsts = "".join(f"\n{name}: {_place(first['page'], first['line'])}" for name, first in field.firsts.items())
    return Text.assemble(where, (f"\n{field.wording}" if field.wording else "", "dim"), (firsts, "dim"))


def _place(page: int | None, line: int | None) -> str:
    return ", ".join(filter(None, (f"blz. {page}" if page else "", f"regel {line}" if line else "")))
