"""The child process that reads files of the forms that need a parser: `Sandbox` starts it and talks to it.

For each file it is told a line of JSON (``form``, ``size``) and ``size`` bytes, and it answers with a line of JSON:
a document, or the reason why there is none; ``last`` when it ends with this answer.
"""

import json
import resource
import signal
import sys
from typing import Any, BinaryIO, Final

from index.forms.document import Document, Unreadable
from index.forms.registry import LARGEST, check_length, form_of, reader

MEMORY: Final = 1024**3
"""Bytes of address space; a page of an official paper takes some ten thousand."""
SECONDS: Final = 120
"""More than any parent waits."""
_TOO_LARGE: Final = "heeft te veel tekst, noten of verwijzingen voor een brief; verdeel het over meer bestanden"
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
        signal.alarm(SECONDS)  # ends this process, should the parent no longer be there to do so
        answer = answer_to(asked["form"], content)
        signal.alarm(0)
        answers.write(answer + b"\n")
        answers.flush()
        if answer == _OUT_OF_MEMORY:
            return


def answer_to(form: str, content: bytes) -> bytes:
    """The document in ``content``, or the reason why there is none, as one line of JSON."""
    try:
        document = reader(form_of(form))(content)
        check_length(document)
        return _json({name: getattr(document, name) for name in Document.__slots__})
    except Unreadable as error:
        return _json({"reason": str(error)})
    except RecursionError:
        return _json({"reason": f"is te diep genest voor {form_of(form).name}; {_AGAIN}"})
    except MemoryError:
        return _OUT_OF_MEMORY
    except Exception as error:
        return _json({"reason": f"is niet te lezen als {form_of(form).name} ({type(error).__name__}); {_AGAIN}"})


def _json(value: dict[str, Any]) -> bytes:
    answer = json.dumps(value).encode()
    return answer if len(answer) <= LARGEST else json.dumps({"reason": _TOO_LARGE}).encode()


_AGAIN: Final = "open het bestand en bewaar het opnieuw"
_OUT_OF_MEMORY: Final = json.dumps({"reason": _TOO_MUCH, "last": True}).encode()


if __name__ == "__main__":
    main()
