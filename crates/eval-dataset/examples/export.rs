//! Exports a run and says nothing, for whoever measures: `export RUN OUT FORMAT THREADS`.

use std::path::PathBuf;

use eval_dataset::{Export, NearDuplicates, Recipe};
use eval_formats::Format;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let mut next = || words.next().ok_or("export RUN OUT FORMAT THREADS");
    let (run, out) = (PathBuf::from(next()?), PathBuf::from(next()?));
    let format = Format::from_name(&next()?).ok_or("no such format")?;
    let threads = next()?.parse()?;
    let mut recipe = Recipe::plain(format);
    recipe.allow_simulated = true;
    recipe.all_failures = true;
    recipe.clean.near_duplicates = NearDuplicates::Off;
    let export = Export { runs: vec![run], recipe, out, program: "measured".to_owned(), threads };
    export.make(|_| {})?;
    Ok(())
}
