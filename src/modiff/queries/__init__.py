"""Questions of one's own: logic programs and SQL over what is known of two versions, what changed between them and what is said of it.

In: facts as text, a program or a query. Out: rows, under the names of the predicates or columns that were asked for. Raises BadProgram, NoAnswer,
BadQuery, MissingExtra. clingo and DuckDB are extras, imported only where they are used.
"""

from __future__ import annotations

from modiff.queries.answers import Answer, Rows

__all__ = ["Answer", "Rows"]
