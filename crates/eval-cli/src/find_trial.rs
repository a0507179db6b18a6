//! The one trial that a person means.

use anyhow::bail;
use eval_store::Run;
use eval_trace::TrialRecord;

/// How many trials are named where too many fit.
const NAMED: usize = 5;

/// The trial of that id's beginning or of that key, without its events.
pub(crate) fn find_trial(run: &Run, wanted: &str) -> anyhow::Result<TrialRecord> {
    let mut found = run.find(wanted)?;
    match found.len() {
        0 => {
            let example = match run.trials()?.next() {
                Some(first) => format!("; the first is `{}`", first?.key),
                None => "; it holds none".to_owned(),
            };
            bail!("no trial `{wanted}` in {}{example}", run.dir().display())
        }
        1 => Ok(found.remove(0)),
        n => {
            let names: Vec<String> =
                found.iter().take(NAMED).map(|trial| trial.key.to_string()).collect();
            let more = if n > NAMED { ", …" } else { "" };
            bail!("{n} trials fit `{wanted}`: {}{more}", names.join(", "))
        }
    }
}
