//! A plan kept: what it promises of a drop is what a simulated suite of that size gets.

use eval_analysis::{
    CompareSettings, GateSpec, Measured, Paired, Question, gate, size_plan, units,
};
use eval_findings::{PlannedNoise, Verdict};
use eval_stats::gate::{GateSettings, gate as judge};

use crate::arms::arm_of;

const INSTANCES: u64 = 24;
const REPLICATES: u32 = 200;

/// A generator in a few lines: Steele, Lea and Flood (2014), `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The passes among so many trials at a rate of so many in a hundred.
    fn passes(&mut self, trials: u32, percent: u64) -> u32 {
        let passed = |_: &u32| self.next() % 100 < percent;
        u32::try_from((0..trials).filter(passed).count()).unwrap()
    }

    fn arm(&mut self, name: &str, epochs: u32, percent: u64) -> Measured {
        let passes: Vec<u32> = (0..INSTANCES).map(|_| self.passes(epochs, percent)).collect();
        arm_of(name, INSTANCES, |i| (passes[usize::try_from(i).unwrap()], epochs))
    }
}

/// The epochs with which a fall from 80 % to 60 % is blocked four times out of five.
fn planned_epochs() -> u32 {
    let noise = PlannedNoise {
        from: "every instance passes at 80 %".to_owned(),
        rate: 0.8,
        within: 0.16,
        between: 0.0,
        design_effect: 1.0,
    };
    let question = Question {
        suite: "triage".to_owned(),
        instances: INSTANCES,
        units: INSTANCES,
        epochs: 3,
        drop: 0.2,
        margin: 0.1,
        power: 0.8,
        alpha: 0.05,
        per_trial: None,
    };
    size_plan(&question, noise).epochs_for_drop.unwrap()
}

/// How often B is blocked at that rate, A passing 80 % of the time.
fn share_blocked(percent: u64, seed: u64) -> f64 {
    let (epochs, mut dice) = (planned_epochs(), Dice(seed));
    let mut blocked = 0;
    for replicate in 0..REPLICATES {
        let (a, b) = (dice.arm("a", epochs, 80), dice.arm("b", epochs, percent));
        let paired = Paired::new(&a, &b);
        let found = judge(&units(&paired.rows, paired.unit()), &GateSettings::default());
        let is_blocked = found.verdict() == eval_stats::gate::Verdict::Block;
        blocked += u32::from(is_blocked);
        // The whole gate says the same; it takes too long without optimisation to ask it each time.
        if replicate < 5 {
            let whole = gate(&a, &b, &GateSpec::default(), &CompareSettings::default()).unwrap();
            assert_eq!(whole.verdict == Verdict::Block, is_blocked);
        }
    }
    f64::from(blocked) / f64::from(REPLICATES)
}

/// Two standard errors of a share of so many replicates.
fn reach(share: f64) -> f64 {
    2.0 * (share * (1.0 - share) / f64::from(REPLICATES)).sqrt()
}

#[test]
fn a_drop_is_blocked_as_often_as_was_planned() {
    let blocked = share_blocked(60, 1);
    assert!(blocked >= 0.8 - reach(0.8), "blocked {blocked}");
    // And not far more often than that: the plan does not ask for too much.
    assert!(blocked <= 0.97, "blocked {blocked}");
}

#[test]
fn where_nothing_changed_hardly_anything_is_blocked() {
    let blocked = share_blocked(80, 2);
    assert!(blocked <= 0.05 + reach(0.05), "blocked {blocked}");
}
