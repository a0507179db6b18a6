//! Every method by the name that cases give it.

mod ablation;
mod agreement;
mod bootstrap;
mod cluster;
mod continuous;
mod distribution;
mod gate;
mod multiplicity;
mod paired_binary;
mod paired_mean;
mod pass_k;
mod power;
mod racing;
mod rate;
mod sequential;

use serde_json::Value;

use super::input::Outcome;

/// A method: the input of a case in, what it gives out.
pub(super) type Method = fn(&Value) -> Outcome;

/// The seed of everything drawn by chance: bands of cases hold for any.
const SEED: u64 = 20_261_121;

/// The method called `name`.
pub(super) fn find(name: &str) -> Option<Method> {
    let (group, method) = name.split_once('.')?;
    match group {
        "ablation" => ablation::find(method),
        "agree" | "attrib" => agreement::find(method),
        "boot" => bootstrap::find(method),
        "cluster" => cluster::find(method),
        "cont" => continuous::find(method),
        "dist" => distribution::find(method),
        "gate" => gate::find(method),
        "multi" => multiplicity::find(method),
        "paired" | "effect" => paired_binary::find(method).or_else(|| paired_mean::find(method)),
        "passk" => pass_k::find(method),
        "power" => power::find(method),
        "race" => racing::find(method),
        "rate" => rate::find(method),
        "seq" => sequential::find(method),
        _ => None,
    }
}
