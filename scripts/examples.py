#!/usr/bin/env python3
"""Runs the SQL and Python blocks of a document, in the folder that they speak of.

    python3 scripts/examples.py examples.md

A line for each block: what its last statement finds. Exit code 1 where one finds nothing,
77 where DuckDB, Polars or pandas is missing.
"""

import ast
import re
import sys
from pathlib import Path

try:
    import duckdb
    import pandas  # noqa: F401
    import polars  # noqa: F401
    import pyarrow  # noqa: F401
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(77)


def of_sql(text):
    with duckdb.connect() as database:
        for statement in filter(str.strip, text.split(";")):
            found = database.execute(statement).fetchall()
        return found


def of_python(text):
    module = ast.parse(text)
    # The value of a block is that of its last line, as in a notebook.
    *before, last = module.body
    names = {}
    exec(compile(ast.Module(before, []), "example", "exec"), names)
    found = eval(compile(ast.Expression(last.value), "example", "eval"), names)
    return found.rows() if hasattr(found, "rows") else list(found.items())


def main(document):
    text = Path(document).read_text(encoding="utf-8")
    for language, block in re.findall(r"```(sql|python)\n(.*?)```", text, re.DOTALL):
        found = {"sql": of_sql, "python": of_python}[language](block)
        if not found:
            print(f"this finds nothing:\n{block}")
            return 1
        print(f"{language}: {len(found)} rows, {found[:3]}"[:400].replace("\n", " "))
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
