//! Looking early without deceiving oneself.
//!
//! Planned looks: [`obrien_fleming`]. Looking whenever one likes: [`mixture_e_process`], for a gate
//! [`paired_e_gate`]; intervals that hold at all times: [`hedged_interval`] and
//! [`empirical_bernstein`]. Repeating a plain test after every batch raises false alarms to 22 %
//! and more.
//!
//! All of these take values between 0 and 1, one a unit (or a cluster's mean), in random order.

mod e_process;
mod paired_gate;
mod plug_in_bets;
mod hedged_capital;
mod hedged_interval;
mod empirical_bernstein;
mod brownian;
mod obrien_fleming;
mod spending;

pub use e_process::{Direction, EProcess, FRACTIONS, mixture_e_process};
pub use empirical_bernstein::empirical_bernstein;
pub use hedged_capital::hedged_capital;
pub use hedged_interval::{HedgedInterval, hedged_interval};
pub use obrien_fleming::{OBrienFleming, obrien_fleming, z_to_t};
pub use paired_gate::{PairedEGate, paired_e_gate};
pub use spending::{spending_bounds, spent_alpha};
