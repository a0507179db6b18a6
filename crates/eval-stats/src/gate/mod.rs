//! May B take A's place? Verdicts.
//!
//! Start with [`gate`]. What to do about an inconclusive verdict is a policy and decided elsewhere.

mod verdict;
mod guarded;
mod noninferiority;
mod zero_tolerance;
mod fisher;
mod status;

pub use fisher::{fisher_two_sided, fisher_worse};
pub use guarded::guarded_difference;
pub use noninferiority::{Gate, GateSettings, WorstCases, gate, gate_worst_cases};
pub use status::{Status, newly_broken, status};
pub use verdict::{Reason, Verdict};
pub use zero_tolerance::{ZeroTolerance, zero_tolerance};
