//! What is damaged is found, and named.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use arrow::record_batch::RecordBatch;
use eval_store::{
    Depth, FileFault, JournalFault, LeftoverKind, ManifestFault, PartFault, Run, Verification,
    verify,
};
use eval_trace::{Manifest, RunStatus};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::sample;
use crate::tampering::{manifest_listing, put_manifest};

const TABLES: [&str; 4] = ["trials", "events", "contents", "timings"];

fn check(dir: &Path) -> Verification {
    verify(dir, Depth::Rows, &mut |_| {}).unwrap()
}

/// The files with a fault, by name.
fn faults(found: &Verification) -> Vec<(String, FileFault)> {
    let files = found.parts.iter().flat_map(|part| &part.files);
    files.filter_map(|file| Some((file.listed.file.clone(), file.fault.clone()?))).collect()
}

#[test]
fn a_run_as_it_was_written_is_good() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run_of(folder.path(), sample::manifest_in_parts(11, 4), (0..11).rev());
    let mut told = Vec::new();
    let found = verify(folder.path(), Depth::Rows, &mut |checked| told.push(checked)).unwrap();
    assert!(found.is_good(), "{found:?}");
    let parts: Vec<_> =
        found.good().map(|part| (part.part, part.first_trial, part.trials)).collect();
    assert_eq!(parts, [(0, 0, 4), (1, 4, 4), (2, 8, 3)]);
    assert_eq!(told.len(), 12);
    assert!(told.last().is_some_and(|last| last.bytes == last.of && last.of > 0));
    assert_eq!(found.leftovers, []);
}

#[test]
fn a_run_stopped_or_killed_is_good_and_its_journal_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (stopped, killed) = (folder.path().join("stopped"), folder.path().join("killed"));
    for dir in [&stopped, &killed] {
        let writer = sample::create(dir, sample::manifest_in_parts(11, 4));
        for index in [0, 1, 2, 3, 5, 9] {
            sample::record(&writer, index).unwrap();
        }
        assert!(check(dir).is_being_written);
        if dir == &stopped {
            writer.finish().unwrap();
        }
    }
    for (dir, parts, status) in
        [(&stopped, 3, RunStatus::Incomplete), (&killed, 1, RunStatus::Running)]
    {
        let found = check(dir);
        assert!(found.is_good() && !found.is_being_written, "{found:?}");
        assert_eq!((found.parts.len(), found.manifest.status), (parts, status));
        let journals = journals(&found);
        assert_eq!(
            journals,
            [("journal-00001".to_owned(), 1, 0), ("journal-00002".to_owned(), 1, 0)]
        );
    }
    // Looked at only: it can be gone on with.
    let journal = killed.join("journal-00001");
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, &whole[..whole.len() - 5]).unwrap();
    let found = check(&killed);
    assert!(found.is_good());
    assert!(matches!(journals(&found)[0], (_, 0, torn) if torn > 0));
    assert_eq!(fs::metadata(&journal).unwrap().len(), whole.len() as u64 - 5);
}

fn journals(found: &Verification) -> Vec<(String, u64, u64)> {
    let of = |kind: &LeftoverKind| match kind {
        LeftoverKind::Journal(journal) => Some((journal.trials, journal.torn_bytes)),
        LeftoverKind::SealedJournal | LeftoverKind::Unfinished | LeftoverKind::UnlistedTable => {
            None
        }
    };
    let journals = found.leftovers.iter().filter_map(|leftover| {
        let (trials, torn) = of(&leftover.kind)?;
        Some((leftover.file.clone(), trials, torn))
    });
    journals.collect()
}

#[test]
fn a_journal_altered_before_its_end_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let writer = sample::create(folder.path(), sample::manifest(8));
    (0..4).for_each(|index| sample::record(&writer, index).unwrap());
    drop(writer);
    let path = folder.path().join("journal-00000");
    let whole = fs::read(&path).unwrap();
    let fault = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let found = check(folder.path());
        let [leftover] = found.leftovers.as_slice() else { panic!("{found:?}") };
        assert_eq!(leftover.is_damaged(), !found.is_good());
        match &leftover.kind {
            LeftoverKind::Journal(journal) => journal.fault.clone(),
            LeftoverKind::SealedJournal
            | LeftoverKind::Unfinished
            | LeftoverKind::UnlistedTable => panic!("{found:?}"),
        }
    };
    assert_eq!(fault(&whole), None);
    let mut altered = whole.clone();
    // In the first text: the frame of the owner takes 25 bytes.
    altered[25 + 9 + 20] ^= 1;
    assert_eq!(fault(&altered), Some(JournalFault::Altered { offset: 25 }));
    let mut foreign = whole.clone();
    foreign.drain(..25);
    assert_eq!(fault(&foreign), Some(JournalFault::Foreign));
}

#[test]
fn what_a_dead_process_left_is_told_and_is_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..2);
    for name in ["events-00001.parquet.tmp", "journal-00000", "notes.txt", "trials-00001.parquet"] {
        fs::write(folder.path().join(name), "left").unwrap();
    }
    let found = check(folder.path());
    assert!(found.is_good());
    let left: Vec<_> =
        found.leftovers.iter().map(|left| (left.file.as_str(), &left.kind)).collect();
    assert_eq!(
        left,
        [
            ("events-00001.parquet.tmp", &LeftoverKind::Unfinished),
            ("journal-00000", &LeftoverKind::SealedJournal),
            ("trials-00001.parquet", &LeftoverKind::UnlistedTable),
        ]
    );
}

/// One bit of every byte of each table, and every bit of some.
#[test]
fn any_bit_that_flips_in_a_table_is_found_and_its_file_named() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..2);
    for table in TABLES {
        let name = format!("{table}-00000.parquet");
        let file = OpenOptions::new().write(true).open(folder.path().join(&name)).unwrap();
        let whole = fs::read(folder.path().join(&name)).unwrap();
        for (place, &byte) in whole.iter().enumerate() {
            let bits = if place % 256 == 0 { 0..8 } else { place % 8..place % 8 + 1 };
            for bit in bits {
                file.write_all_at(&[byte ^ (1 << bit)], place as u64).unwrap();
                let found = check(folder.path());
                assert_eq!(faults(&found), [(name.clone(), FileFault::Hash)], "{place}.{bit}");
                assert_eq!(found.damaged().count(), 1);
            }
            file.write_all_at(&[byte], place as u64).unwrap();
        }
    }
    assert!(check(folder.path()).is_good());
}

#[test]
fn any_bit_that_flips_in_the_manifest_is_found() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..2);
    let path = folder.path().join("manifest.json");
    let whole = fs::read(&path).unwrap();
    let file = OpenOptions::new().write(true).open(&path).unwrap();
    for (place, &byte) in whole.iter().enumerate() {
        file.write_all_at(&[byte ^ (1 << (place % 8))], place as u64).unwrap();
        let found = verify(folder.path(), Depth::Bytes, &mut |_| {});
        assert!(found.is_err() || !found.unwrap().manifest_faults.is_empty(), "byte {place}");
        file.write_all_at(&[byte], place as u64).unwrap();
    }
    let manifest: Manifest = serde_json::from_slice(&whole).unwrap();
    put_manifest(folder.path(), &manifest);
    assert_eq!(check(folder.path()).manifest_faults, [ManifestFault::Unsealed]);
    // Only a check minds: people may look at a manifest, and mend it, by hand.
    assert_eq!(Run::open(folder.path()).unwrap().trials().unwrap().count(), 2);
}

#[test]
fn a_run_of_the_first_schema_has_no_seal() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = sample::write_run(folder.path(), 0..2);
    let generations = Vec::new();
    put_manifest(folder.path(), &Manifest { schema_version: 1, generations, ..manifest });
    assert!(check(folder.path()).is_good());
}

#[test]
fn a_file_cut_short_anywhere_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..2);
    for table in TABLES {
        let path = folder.path().join(format!("{table}-00000.parquet"));
        let whole = fs::read(&path).unwrap();
        for length in (0..whole.len()).step_by(61).chain([whole.len() - 1]) {
            fs::write(&path, &whole[..length]).unwrap();
            let (expected, found) = (whole.len() as u64, length as u64);
            let fault = FileFault::Length { expected, found };
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert_eq!(faults(&check(folder.path())), [(name, fault)]);
            reading_names(folder.path(), table);
        }
        fs::remove_file(&path).unwrap();
        assert!(matches!(faults(&check(folder.path())).as_slice(), [(_, FileFault::Missing)]));
        fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn a_foreign_file_is_found_and_named_even_where_the_manifest_was_made_to_fit() {
    let folder = tempfile::tempdir().unwrap();
    let (run, other) = (folder.path().join("run"), folder.path().join("other"));
    sample::write_run(&run, 0..4);
    sample::write_run(&other, 0..6);
    for table in TABLES {
        let name = format!("{table}-00000.parquet");
        let path = run.join(&name);
        let kept = (fs::read(&path).unwrap(), fs::read(run.join("manifest.json")).unwrap());
        let another = if table == "trials" { "timings" } else { "trials" };
        let foreign = [run.join(format!("{another}-00000.parquet")), other.join(&name)];
        for foreign in foreign {
            fs::write(&path, fs::read(foreign).unwrap()).unwrap();
            let found = check(&run);
            assert!(found.damaged().count() == 1 && faults(&found)[0].0 == name, "{found:?}");
            reading_names(&run, table);

            // Length and hash as they are now; the rows give it away.
            put_manifest(&run, &manifest_listing(&run, &name));
            let found = check(&run);
            assert!(found.damaged().count() == 1 && faults(&found)[0].0 == name, "{found:?}");
            reading_names(&run, table);
            fs::write(run.join("manifest.json"), &kept.1).unwrap();
        }
        fs::write(&path, kept.0).unwrap();
    }
    assert!(check(&run).is_good());
}

/// Reading gives an error that names the file of that table, never a number.
fn reading_names(dir: &Path, table: &str) {
    let run = Run::open(dir).unwrap();
    let file = format!("{table}-00000.parquet");
    let whole = run.traces().find_map(Result::err).unwrap();
    assert!(whole.to_string().contains(&file), "{whole}");
    if table == "timings" {
        return;
    }
    let trace = run.trace(sample::trial(0).id).unwrap_err();
    assert!(trace.to_string().contains(&file), "{trace}");
    if table == "trials" {
        let trials = run.trials().and_then(|mut trials| trials.next().unwrap().map(|_| ()));
        let errors = [trials.unwrap_err(), run.ids(u32::MAX).unwrap_err()];
        for error in errors {
            assert!(error.to_string().contains(&file), "{error}");
        }
    }
}

/// Each column is left out once, in a file that the manifest describes.
#[test]
fn every_column_of_every_table_is_read() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..3);
    for table in TABLES {
        let name = format!("{table}-00000.parquet");
        let path = folder.path().join(&name);
        let kept =
            (fs::read(&path).unwrap(), fs::read(folder.path().join("manifest.json")).unwrap());
        let batch = read_batch(&path);
        for column in 0..batch.num_columns() {
            let mut rest = batch.clone();
            rest.remove_column(column);
            write_batch(&path, &rest);
            put_manifest(folder.path(), &manifest_listing(folder.path(), &name));
            let found = faults(&check(folder.path()));
            let gone = format!("`{}`", batch.schema().field(column).name());
            assert!(
                matches!(found.as_slice(), [(file, FileFault::Unreadable(why))]
                    if *file == name && why.contains(&gone)),
                "{gone}: {found:?}"
            );
        }
        fs::write(&path, kept.0).unwrap();
        fs::write(folder.path().join("manifest.json"), kept.1).unwrap();
    }
}

#[test]
fn tables_that_do_not_fit_each_other_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    sample::write_run_of(dir, sample::manifest_in_parts(6, 3), 0..6);
    // The tables of the first part stand for those of the second.
    for table in TABLES {
        let second = format!("{table}-00001.parquet");
        fs::copy(dir.join(format!("{table}-00000.parquet")), dir.join(&second)).unwrap();
        let mut manifest = manifest_listing(dir, &second);
        let rows = rows_of(&dir.join(&second));
        manifest
            .tables
            .iter_mut()
            .filter(|file| file.file == second)
            .for_each(|file| file.rows = rows);
        put_manifest(dir, &manifest);
        let found = check(dir);
        let [part] = found.damaged().collect::<Vec<_>>()[..] else { panic!("{found:?}") };
        assert_eq!((part.part, part.first_trial, part.trials), (1, 3, 3));
        let fault = &part.faults[0];
        match table {
            "trials" => assert!(matches!(fault, PartFault::Timing { .. }), "{fault}"),
            "events" => assert!(matches!(fault, PartFault::Timing { .. }), "{fault}"),
            "contents" => assert!(matches!(fault, PartFault::Timing { .. }), "{fault}"),
            _ => {
                assert_eq!(part.faults.len(), 3, "{found:?}");
                assert!(matches!(fault, PartFault::TrialTwice { .. }), "{fault}");
            }
        }
    }
}

#[test]
fn a_text_that_is_not_there_and_rows_that_are_missing_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    sample::write_run(dir, 0..3);
    for (table, fits) in [
        ("contents", (|fault| matches!(fault, PartFault::NoText { .. })) as fn(&PartFault) -> bool),
        ("events", |fault| matches!(fault, PartFault::Events { .. })),
        ("timings", |fault| matches!(fault, PartFault::Timings { trials: 3, timings: 2 })),
    ] {
        let name = format!("{table}-00000.parquet");
        let path = dir.join(&name);
        let kept = (fs::read(&path).unwrap(), fs::read(dir.join("manifest.json")).unwrap());
        let batch = read_batch(&path);
        write_batch(&path, &batch.slice(0, batch.num_rows() - 1));
        let mut manifest = manifest_listing(dir, &name);
        manifest.tables.iter_mut().filter(|file| file.file == name).for_each(|file| file.rows -= 1);
        put_manifest(dir, &manifest);
        let found = check(dir);
        assert!(matches!(found.parts[0].faults.as_slice(), [fault] if fits(fault)), "{found:?}");
        fs::write(&path, kept.0).unwrap();
        fs::write(dir.join("manifest.json"), kept.1).unwrap();
    }
}

#[test]
fn a_manifest_that_contradicts_itself_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = sample::write_run(folder.path(), 0..3);
    let said = |spoil: fn(&mut Manifest)| {
        let mut spoilt = manifest.clone();
        spoil(&mut spoilt);
        put_manifest(folder.path(), &spoilt);
        let faults = check(folder.path()).manifest_faults;
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    assert!(said(|manifest| manifest.finished = 2).contains("the tables have 3 trials"));
    assert!(said(|manifest| manifest.planned = 4).contains("complete with 3 of 4"));
    assert!(said(|manifest| manifest.generations[0].planned = 4).contains("has 3 trials, not 4"));
    assert!(said(|manifest| drop(manifest.tables.pop())).contains("trials"));
    assert!(said(|manifest| manifest.tables[1].part = 7).contains("no part 7 is planned"));
    let elsewhere = |manifest: &mut Manifest| manifest.tables[0].file = "../trials".to_owned();
    said(elsewhere);
    assert_eq!(faults(&check(folder.path())), [("../trials".to_owned(), FileFault::Name)]);
}

fn read_batch(path: &Path) -> RecordBatch {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let schema = Arc::clone(builder.schema());
    let batches: Vec<RecordBatch> = builder.build().unwrap().map(Result::unwrap).collect();
    arrow::compute::concat_batches(&schema, &batches).unwrap()
}

fn write_batch(path: &Path, batch: &RecordBatch) {
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

fn rows_of(path: &Path) -> u64 {
    read_batch(path).num_rows() as u64
}
