"""Reads a data set's rows as JSON lines and as Parquet, with DuckDB and with Hugging Face `datasets`,
and demands that all of them are the same.

    rows.py LINES_FOLDER PARQUET_FOLDER

Ends with 0 if they are, 1 if not, 77 where one of the readers is missing.
"""

import json
import pathlib
import sys
import tempfile

try:
    import duckdb
    import datasets
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(77)


def unfolded(row):
    """Without what readers add for keys that are not there, and with JSON in strings unfolded."""
    if isinstance(row, dict):
        return {key: unfolded(value) for key, value in row.items() if value is not None}
    if isinstance(row, list):
        return [unfolded(value) for value in row]
    if isinstance(row, str) and row[:1] in ("[", "{"):
        try:
            return unfolded(json.loads(row))
        except ValueError:
            return row
    return row


def list_of_pairs(text):
    return json.loads(text, object_pairs_hook=lambda pairs: pairs) if text else None


def lines(folder, side):
    with open(folder / "data" / f"{side}.jsonl", encoding="utf-8") as file:
        return [unfolded(json.loads(line)) for line in file]


def with_duckdb(path):
    with duckdb.connect() as database:
        read = "read_parquet(?)" if path.suffix == ".parquet" else "read_json(?, columns = {'row': 'JSON'})"
        if path.suffix == ".parquet":
            found = database.execute(f"SELECT * FROM {read}", [str(path)])
            names = [column[0] for column in found.description]
            return [unfolded(dict(zip(names, row))) for row in found.fetchall()]
        found = database.execute(
            "SELECT json FROM read_ndjson_objects(?, maximum_object_size = 100000000)", [str(path)]
        )
        return [unfolded(json.loads(row[0])) for row in found.fetchall()]


def with_datasets(path):
    datasets.disable_progress_bars()
    loader = "parquet" if path.suffix == ".parquet" else "json"
    with tempfile.TemporaryDirectory() as cache:
        found = datasets.load_dataset(loader, data_files=str(path), split="train", cache_dir=cache)
        return [unfolded(row) for row in found]


def main():
    by_lines, by_parquet = (pathlib.Path(folder) for folder in sys.argv[1:3])
    expected = lines(by_lines, "train")
    files = [by_lines / "data" / "train.jsonl", *sorted((by_parquet / "data").glob("train-*.parquet"))]
    same = True
    for path in files:
        for name, read in (("DuckDB", with_duckdb), ("datasets", with_datasets)):
            found = read(path)
            is_same = found == expected
            same = same and is_same
            print(f"{name} reads {len(found)} rows of {path.name}: {'the same' if is_same else 'DIFFERENT'}")
    # To the byte, too: templates print keys in the order in which they stand.
    with open(files[0], encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    with duckdb.connect() as database:
        for path in files[1:]:
            found = database.execute("SELECT messages, tools FROM read_parquet(?)", [str(path)]).fetchall()
            for row, (messages, tools) in zip(texts, found):
                for key, cell in (("messages", messages), ("tools", tools)):
                    is_same = list_of_pairs(cell) == list_of_pairs(json.dumps(row.get(key)))
                    same = same and (is_same or cell is None)
    print(f"the order of keys is {'the same' if same else 'DIFFERENT'}")
    sys.exit(0 if same and expected else 1)


main()
