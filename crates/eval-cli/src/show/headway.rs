//! How far a long walk over stored runs has got: a bar on a terminal, now and
//! then a plain line elsewhere.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::measures::size;
use crate::screen::Screen;

/// How often a plain line is written. What takes less needs none.
const EVERY: Duration = Duration::from_secs(2);

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unit {
    Bytes,
    Trials,
}

/// Shows how far something has got.
pub(crate) struct Headway {
    /// What is done with what is counted, as in `checked`.
    done: &'static str,
    unit: Unit,
    kind: Kind,
}

enum Kind {
    Bar(ProgressBar),
    Lines { screen: Screen, last: Instant },
    Silent,
}

impl Headway {
    pub(crate) fn new(done: &'static str, unit: Unit, quiet: bool, screen: Screen) -> Self {
        let kind = if quiet {
            Kind::Silent
        } else if screen.stderr_is_terminal() {
            Kind::Bar(bar(unit, screen.colour_err()))
        } else {
            Kind::Lines { screen, last: Instant::now() }
        };
        Self { done, unit, kind }
    }

    /// Shows that so much of all is done.
    pub(crate) fn reach(&mut self, reached: u64, of: u64) {
        match &mut self.kind {
            Kind::Bar(bar) => {
                bar.set_length(of);
                bar.set_position(reached);
            }
            Kind::Lines { screen, last } => {
                if last.elapsed() >= EVERY {
                    *last = Instant::now();
                    let line = match self.unit {
                        Unit::Bytes => format!("{} of {}", size(reached), size(of)),
                        Unit::Trials => format!("{reached}/{of} trials"),
                    };
                    screen.note(format!("{} {line}", self.done));
                }
            }
            Kind::Silent => {}
        }
    }

    pub(crate) fn clear(&self) {
        if let Kind::Bar(bar) = &self.kind {
            bar.finish_and_clear();
        }
    }
}

fn bar(unit: Unit, colour: bool) -> ProgressBar {
    let bar = if colour { "{bar:32.cyan/dim}" } else { "{bar:32}" };
    let numbers = match unit {
        Unit::Bytes => "{decimal_bytes}/{decimal_total_bytes}  {decimal_bytes_per_sec}",
        Unit::Trials => "{pos}/{len} trials  {per_sec}",
    };
    let style = ProgressStyle::with_template(&format!("{bar} {numbers}  eta {{eta}}"))
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    bar.set_style(style);
    bar
}
