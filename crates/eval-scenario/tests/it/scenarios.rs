//! What a scenario says, and what holds where it says nothing.

use eval_scenario::{BASE_VARIANT, ToolDeclaration};

use crate::folder::{Folder, scenario};

#[test]
fn what_holds_where_nothing_is_said() {
    let scenario = scenario("");
    assert_eq!((scenario.name.as_str(), scenario.family.as_str()), ("search", "search"));
    assert_eq!(scenario.prompt, "Find it.");
    assert!(scenario.tags.is_empty() && scenario.tools.is_empty() && scenario.splits.is_empty());
    assert_eq!(scenario.variants.keys().collect::<Vec<_>>(), [BASE_VARIANT]);
}

#[test]
fn what_is_said_holds() {
    let folder = Folder::new();
    let scenario = folder.scenario();
    assert_eq!(scenario.folder, folder.path.join("search"));
    assert_eq!(scenario.tools["look"], ToolDeclaration { mutating: false });
    assert_eq!(scenario.tools["buy"], ToolDeclaration { mutating: true });
    assert_eq!((&scenario.splits["train"], &scenario.splits["holdout"]), (&(0..100), &(100..120)));
}

#[test]
fn a_family_and_tags() {
    let scenario = scenario("family = \"shopping\"\ntags = [\"read\", \"easy\"]");
    assert_eq!(scenario.family, "shopping");
    assert_eq!(scenario.tags, ["read", "easy"]);
}

#[test]
fn splits_may_touch_and_leave_gaps() {
    let scenario = scenario("splits = { b = \"10..20\", a = \"0 .. 10\", c = \"30..31\" }");
    let ranges: Vec<_> = scenario.splits.into_values().collect();
    assert_eq!(ranges, [0..10, 10..20, 30..31]);
}

#[test]
fn the_largest_seed_there_is() {
    let scenario = scenario("splits.all = \"0..18446744073709551615\"");
    assert_eq!(scenario.splits["all"], 0..u64::MAX);
}
