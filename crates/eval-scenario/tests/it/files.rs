//! The files a scenario carries, and its hash.

use std::path::Path;

use eval_scenario::Scenario;

use crate::folder::{Folder, SCENARIO, WORLD};

fn hash(folder: &Folder) -> eval_trace::Digest {
    folder.scenario().hash
}

#[test]
fn the_files_of_the_folder_and_of_the_one_above_are_carried() {
    let folder = Folder::new()
        .with("shared.star", "# shared\n")
        .with("search/prices.star", "# prices\n")
        .with("search/notes.md", "not Starlark\n")
        .with("search/deeper/more.star", "too deep\n")
        .with("another/world.star", "another's\n");
    let files = folder.scenario().files;
    let files: Vec<(&str, &str)> =
        files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    assert_eq!(
        files,
        [
            ("../shared.star", "# shared\n"),
            ("prices.star", "# prices\n"),
            ("scenario.toml", SCENARIO),
            ("world.star", WORLD),
        ]
    );
}

#[test]
fn the_hash_does_not_depend_on_where_the_folder_lies() {
    let one = Folder::new().with("shared.star", "# shared\n");
    let other = Folder::new().with("shared.star", "# shared\n");
    assert_ne!(one.path, other.path);
    assert_eq!(hash(&one), hash(&other));

    std::fs::rename(other.path.join("search"), other.path.join("find")).unwrap();
    let renamed = Scenario::load(&other.path.join("find")).unwrap();
    assert_eq!(renamed.hash, hash(&one));
}

#[test]
fn every_file_counts_to_the_hash() {
    let all =
        || Folder::new().with("shared.star", "# shared\n").with("search/prices.star", "# prices\n");
    let before = hash(&all());
    assert_ne!(hash(&all().with("search/world.star", "TOOLS = [] # none\n")), before);
    assert_ne!(hash(&all().with("search/prices.star", "# costs\n")), before);
    assert_ne!(hash(&all().with("shared.star", "# divided\n")), before);
    assert_ne!(hash(&all().with("search/scenario.toml", &format!("{SCENARIO}#\n"))), before);
    assert_ne!(hash(&all().without("search/prices.star")), before);
    assert_ne!(hash(&all().with("search/more.star", "")), before);
}

#[test]
fn what_is_no_file_of_the_world_does_not_count() {
    let before = hash(&Folder::new());
    let folder = Folder::new()
        .with("suite.toml", "name = \"another\"\n")
        .with("search/notes.md", "# notes\n")
        .with("another/world.star", WORLD);
    assert_eq!(hash(&folder), before);
}

/// Moved from beside the world to the folder above, a file is another one.
#[test]
fn where_a_file_lies_counts() {
    let beside = Folder::new().with("search/shared.star", "# shared\n");
    let above = Folder::new().with("shared.star", "# shared\n");
    assert_ne!(hash(&beside), hash(&above));
}

#[test]
fn a_scenario_is_made_of_its_files_without_a_folder() {
    let folder = Folder::new().with("shared.star", "# shared\n");
    let read = folder.scenario();
    let made = Scenario::of_files(Path::new("nowhere"), read.files.clone()).unwrap();
    assert_eq!((made.hash, &made.variants), (read.hash, &read.variants));
    assert_eq!((&made.prompt, &made.splits), (&read.prompt, &read.splits));

    let without = |name: &str| {
        let files = read.files.iter().filter(|file| file.path != name).cloned().collect();
        Scenario::of_files(Path::new("nowhere"), files).unwrap_err().to_string()
    };
    assert_eq!(without("scenario.toml"), "scenario nowhere has no `scenario.toml` among its files");
    assert!(without("world.star").starts_with("scenario nowhere has no world"));
}
