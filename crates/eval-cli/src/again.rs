//! The command that makes a run, from its manifest.

use std::path::Path;

use eval_trace::{Manifest, Shard};

use crate::show::words::quoted;

/// What to type to have a run of the manifest's plan in `out`, or to go on with
/// the one that is there.
pub(crate) fn command(manifest: &Manifest, shard: Option<Shard>, out: &Path) -> String {
    let mut words = vec!["flywheel run".to_owned(), quoted(&manifest.suite.path)];
    words.extend(manifest.selection.iter().map(|word| typed(word)));
    words.extend(shard.map(|shard| format!("--shard {shard}")));
    words.push(format!("--out {}", quoted(&out.display().to_string())));
    words.join(" ")
}

/// What to type to have a run checked.
pub(crate) fn fsck(dir: &Path) -> String {
    format!("flywheel fsck {}", quoted(&dir.display().to_string()))
}

/// A word of the selection as it can be typed into a shell.
fn typed(word: &str) -> String {
    match word.split_once(' ') {
        Some((option, value)) => format!("{option} {}", quoted(value)),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_take_apart_is_quoted() {
        assert_eq!(typed("--filter incident*#17@"), "--filter 'incident*#17@'");
        assert_eq!(typed("--epochs 2"), "--epochs 2");
    }
}
