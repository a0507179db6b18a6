//! Progress of a run: a bar on a terminal, plain lines elsewhere.

use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use eval_trace::RunEvent;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::screen::Screen;
use crate::show::words::plural;

/// How often a plain line is written.
const EVERY: Duration = Duration::from_secs(2);

/// Shows the events of a run, from any thread.
pub(crate) enum Progress {
    Bar(ProgressBar),
    Lines(Lines),
    Silent,
}

impl Progress {
    pub(crate) fn new(quiet: bool, screen: Screen) -> Self {
        if quiet {
            return Self::Silent;
        }
        if screen.stderr_is_terminal() {
            return Self::Bar(bar(screen.colour_err()));
        }
        Self::Lines(Lines::new(screen))
    }

    pub(crate) fn show(&self, event: &RunEvent) {
        match self {
            Self::Bar(bar) => show_in_bar(bar, event),
            Self::Lines(lines) => lines.show(event),
            Self::Silent => {}
        }
    }

    pub(crate) fn clear(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn bar(colour: bool) -> ProgressBar {
    let template = if colour {
        "{bar:32.cyan/dim} {pos}/{len} trials  {rate}  eta {eta}  {msg}"
    } else {
        "{bar:32} {pos}/{len} trials  {rate}  eta {eta}  {msg}"
    };
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let style = style.with_key("rate", |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{:.0}/s", state.per_sec());
    });
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    bar.set_style(style);
    bar
}

fn show_in_bar(bar: &ProgressBar, event: &RunEvent) {
    match event {
        RunEvent::RunStarted { planned, there } => {
            bar.set_length(*planned);
            bar.set_position(*there);
            bar.reset_eta();
        }
        RunEvent::TrialEnded { .. } => bar.inc(1),
        RunEvent::Draining { left } => {
            bar.set_message(format!("stopping: {} not begun", plural(*left, "trial")));
        }
    }
}

/// Plain lines with rate and time left.
pub(crate) struct Lines {
    screen: Screen,
    began: Instant,
    planned: AtomicU64,
    done: AtomicU64,
    /// What was there from before, and says nothing of the pace.
    there: AtomicU64,
    last: Mutex<Instant>,
}

impl Lines {
    fn new(screen: Screen) -> Self {
        let now = Instant::now();
        let zero = || AtomicU64::new(0);
        let (planned, done, there) = (zero(), zero(), zero());
        Self { screen, began: now, planned, done, there, last: Mutex::new(now) }
    }

    fn show(&self, event: &RunEvent) {
        match event {
            RunEvent::RunStarted { planned, there } => {
                self.planned.store(*planned, Ordering::Relaxed);
                self.done.store(*there, Ordering::Relaxed);
                self.there.store(*there, Ordering::Relaxed);
                self.screen.note(format!("running {}", plural(planned - there, "trial")));
            }
            RunEvent::TrialEnded { .. } => {
                let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
                if self.is_time() {
                    self.screen.note(self.line(done));
                }
            }
            RunEvent::Draining { left } => {
                self.screen.note(format!("stopping: {} not begun", plural(*left, "trial")));
            }
        }
    }

    fn is_time(&self) -> bool {
        let Ok(mut last) = self.last.try_lock() else { return false };
        let due = last.elapsed() >= EVERY;
        if due {
            *last = Instant::now();
        }
        due
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of trials, for people")]
    fn line(&self, done: u64) -> String {
        let planned = self.planned.load(Ordering::Relaxed);
        let run = done.saturating_sub(self.there.load(Ordering::Relaxed));
        let rate = run as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        let left = planned.saturating_sub(done) as f64 / rate.max(0.001);
        format!("{done}/{planned} trials  {rate:.0}/s  eta {left:.0}s")
    }
}
