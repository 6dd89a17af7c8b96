"""The child process that reads files of the forms that need a parser: `Sandbox` starts it and talks to it.

For each file it is told a line of JSON (``form``, ``size``) and ``size`` bytes, and it answers with a line of JSON:
a document, or the reason why there is none; ``last`` when it ends with this answer.
"""

import json
import resource
import sys
from typing import Any, BinaryIO, Final

from index.forms.document import Unreadable
from index.forms.registry import form_of, reader

MEMORY: Final = 1024**3
"""Bytes of address space; a page of an official paper takes some ten thousand."""
LONGEST: Final = 10_000_000
"""Signs of one letter."""
_TOO_LONG: Final = f"heeft meer dan {LONGEST // 1_000_000} miljoen tekens; verdeel het over meer bestanden"
_TOO_MUCH: Final = "vraagt bij het lezen meer dan 1 GB geheugen; bewaar alleen de tekst van de brief"


def main() -> None:
    """Answer until the parent closes our input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    serve(sys.stdin.buffer, answers)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer each question until there are no more. Out of memory, it answers that and ends."""
    while question := questions.readline():
        asked = json.loads(question)
        content = questions.read(asked["size"])
        answer = answer_to(asked["form"], content)
        answers.write(answer + b"\n")
        answers.flush()
        if answer == _OUT_OF_MEMORY:
            return


def answer_to(form: str, content: bytes) -> bytes:
    """The document in ``content``, or the reason why there is none, as one line of JSON."""
    try:
        document = reader(form_of(form))(content)
        if sum(len(line.text) for line in document.lines) > LONGEST:
            return _json({"reason": _TOO_LONG})
        return _json({"lines": document.lines, "fields": document.fields, "references": document.references})
    except Unreadable as error:
        return _json({"reason": str(error)})
    except RecursionError:
        return _json({"reason": f"is te diep genest voor {form_of(form).name}; {_AGAIN}"})
    except MemoryError:
        return _OUT_OF_MEMORY
    except Exception as error:
        return _json({"reason": f"is niet te lezen als {form_of(form).name} ({type(error).__name__}); {_AGAIN}"})


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode()


_AGAIN: Final = "open het bestand en bewaar het opnieuw"
_OUT_OF_MEMORY: Final = json.dumps({"reason": _TOO_MUCH, "last": True}).encode()


if __name__ == "__main__":
    main()
