//! Exports a run, for measuring: RUN OUT FORMAT THREADS.
use eval_dataset::{Export, NearDuplicates, Recipe};
use eval_formats::Format;
use std::path::PathBuf;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let mut recipe = Recipe::plain(Format::from_name(&args[3]).unwrap());
    recipe.allow_simulated = true;
    recipe.all_failures = true;
    recipe.clean.near_duplicates = NearDuplicates::Off;
    let export = Export {
        runs: vec![PathBuf::from(&args[1])],
        recipe,
        out: PathBuf::from(&args[2]),
        program: "x".into(),
        threads: args[4].parse().unwrap(),
    };
    let t = std::time::Instant::now();
    match export.make(|_| {}) {
        Ok(made) => println!(
            "{} rows in {:?}, left {:?} {:?} unfit {:?}",
            made.manifest.rows.train,
            t.elapsed(),
            made.manifest.trials_left_out,
            made.manifest.rows_left_out,
            made.manifest.unfit
        ),
        Err(error) => println!("{error}"),
    }
}
