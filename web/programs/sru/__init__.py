"""Search/Retrieve via URL: how catalogues and government systems search each other (SRU 1.1, 1.2 and 2.0, with CQL).

The standard is OASIS searchRetrieve 1.0: Part 2 (SRU 1.2), Part 3 (SRU 2.0), Part 5 (CQL) and Part 7 (explain). This
door adds no rule of searching: a query in CQL becomes a question in the language of the search field.
"""

from web.programs.sru.view import sru

__all__ = ["sru"]
