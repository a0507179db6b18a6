#!/usr/bin/env python3
"""Reads a run's tables with DuckDB, pyarrow and Polars, and demands that they agree.

    python3 scripts/readers.py runs/latest

Every column is decoded, not only the footers. The row counts have to be those of the
manifest, the trials and successes per arm the same for all three. Exit code 1 if not.
"""

import json
import sys
from pathlib import Path

import duckdb
import polars
import pyarrow.parquet

TABLES = ("trials", "events", "contents")


def with_duckdb(files):
    with duckdb.connect() as database:
        rows = {}
        for table, paths in files.items():
            # A table of its own, as counting a file's rows reads nothing but its footer.
            database.execute(f"CREATE TABLE {table} AS FROM read_parquet(?)", [paths])
            [(rows[table],)] = database.execute(f"SELECT count(*) FROM {table}").fetchall()
        arms = "SELECT arm, count(*), count_if(success) FROM trials GROUP BY arm"
        arms = database.execute(arms).fetchall()
        return rows, {arm: (trials, int(good)) for arm, trials, good in arms}


def with_pyarrow(files):
    tables = {
        table: pyarrow.concat_tables([pyarrow.parquet.read_table(path) for path in paths])
        for table, paths in files.items()
    }
    arms = tables["trials"].group_by("arm").aggregate([([], "count_all"), ("success", "sum")])
    return {table: read.num_rows for table, read in tables.items()}, {
        row["arm"]: (row["count_all"], row["success_sum"]) for row in arms.to_pylist()
    }


def with_polars(files):
    tables = {table: polars.read_parquet(paths) for table, paths in files.items()}
    arms = tables["trials"].group_by("arm").agg(polars.len(), polars.col("success").sum())
    return {table: read.height for table, read in tables.items()}, {
        arm: (trials, good) for arm, trials, good in arms.rows()
    }


READERS = {
    f"duckdb {duckdb.__version__}": with_duckdb,
    f"pyarrow {pyarrow.__version__}": with_pyarrow,
    f"polars {polars.__version__}": with_polars,
}


def main(run):
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    # Readers trust the manifest's list, not what happens to lie in the folder.
    files = {table: [] for table in TABLES}
    expected = dict.fromkeys(TABLES, 0)
    for entry in manifest["tables"]:
        if entry["table"] in files:
            files[entry["table"]].append(str(run / entry["file"]))
            expected[entry["table"]] += entry["rows"]
    if missing := [table for table, paths in files.items() if not paths]:
        print(f"manifest.json lists no file of: {', '.join(missing)}")
        return 1

    seen = []
    for name, read in READERS.items():
        rows, arms = read(files)
        seen.append((rows, arms))
        counts = ", ".join(f"{table} {n}" for table, n in rows.items())
        rates = ", ".join(f"{arm} {good}/{n}" for arm, (n, good) in sorted(arms.items()))
        print(f"{name}: {counts}; successes {rates}")

    if any(rows != expected for rows, _ in seen):
        print(f"these are not the manifest's row counts: {expected}")
        return 1
    if any(arms != seen[0][1] for _, arms in seen):
        print("the readers do not agree on the arms")
        return 1
    print("all three agree with the manifest and with each other")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
