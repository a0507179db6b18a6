//! The tables of a page, read as GitHub reads them.

use eval_report::markdown;

use crate::fixtures::{comparisons, gates};
use crate::hostile;

/// Fails unless every table has a blank line before it and rows that are all as long as its head,
/// and every piece that is folded away is unfolded again.
pub(crate) fn assert_well_formed(page: &str) {
    let lines: Vec<&str> = page.lines().collect();
    let mut before = "";
    let mut cells = 0;
    for (place, line) in lines.iter().enumerate() {
        let is_row = line.starts_with('|');
        if is_row && !before.starts_with('|') {
            assert_eq!(before, "", "no blank line before line {place} of\n{page}");
            let rule = lines.get(place + 1).unwrap();
            assert!(rule.starts_with("| --- |"), "no rule below line {place} of\n{page}");
            cells = pipes(line);
        }
        if is_row {
            assert_eq!(pipes(line), cells, "{line}\nof\n{page}");
            assert!(line.ends_with(" |"), "{line}");
        } else {
            assert!(!line.contains('|'), "{line}");
        }
        if line.starts_with('#') || line.starts_with("<details>") {
            assert_eq!(before, "", "no blank line before `{line}` of\n{page}");
            assert_eq!(lines.get(place + 1), Some(&""), "no blank line after `{line}` of\n{page}");
        }
        assert!(!(line.is_empty() && before.is_empty() && place > 0), "two blank lines:\n{page}");
        before = line;
    }
    assert_eq!(page.matches("<details>").count(), page.matches("</details>").count());
    assert!(page.ends_with('\n') && !page.ends_with("\n\n"), "{page}");
}

/// Pipes that separate cells: GitHub counts one in code too, unless a backslash stands before it.
fn pipes(line: &str) -> usize {
    let mut before = ' ';
    let mut pipes = 0;
    for sign in line.chars() {
        pipes += usize::from(sign == '|' && before != '\\');
        before = sign;
    }
    pipes
}

#[test]
fn every_row_has_as_many_cells_as_its_head() {
    for gate in gates().iter().chain([&hostile::gate()]) {
        assert_well_formed(&markdown::gate(gate));
    }
    for comparison in comparisons().iter().chain([&hostile::comparison()]) {
        assert_well_formed(&markdown::comparison(comparison));
    }
}

#[test]
fn no_heading_stands_over_nothing() {
    let pages = gates().iter().map(markdown::gate).collect::<Vec<_>>();
    for page in pages.into_iter().chain(comparisons().iter().map(markdown::comparison)) {
        let mut sections = page.split("\n### ");
        let _ = sections.next();
        for section in sections {
            let (heading, rest) = section.split_once('\n').unwrap();
            let said = rest.split("\n---\n").next().unwrap();
            assert!(said.trim().len() > 10, "nothing under {heading}:\n{page}");
        }
    }
}
