//! Fractions of all combinations, and which effects cannot be told apart then.
//!
//! Further parts are set to the product of the signs of basic ones. Whatever product of parts is
//! then always on is a *word*; the words are the defining relation, the shortest is the
//! resolution, and an effect times a word is its alias.
//!
//! **Source.** Box, Hunter and Hunter (2005), Statistics for Experimenters, chapter 6.
//!
//! **Assumes** nothing until an effect is named: then that its aliases are negligible. Never name
//! one without them.
//!
//! **Edges.** Two basic parts at least give a fraction that tells anything.

use std::fmt;

use super::coalition::Coalition;

/// The most runs of a design are 2 to this power.
const MOST_BASIC: usize = 16;

/// A design and what it confounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FractionalDesign {
    /// Which parts are on in each run: the basic ones in all combinations, the last of them
    /// changing fastest, then the further ones.
    pub runs: Vec<Vec<bool>>,
    /// The words of the defining relation, shortest first.
    pub defining_relation: Vec<Coalition>,
    /// The length of the shortest word; none if nothing is confounded.
    pub resolution: Option<usize>,
    /// For each part the effects that cannot be told from its own, shortest first.
    pub aliases: Vec<Vec<Coalition>>,
}

/// Why there is no such design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DesignError {
    /// No basic part, too many, or too many parts in all.
    Size,
    /// A generator names no part, or one that is not basic.
    Generator,
}

impl fmt::Display for DesignError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Size => "a design takes 1 to 16 basic parts, and 10 further ones at most",
            Self::Generator => "a generator names one or more basic parts, and no other",
        })
    }
}

impl std::error::Error for DesignError {}

/// The design of `basic` parts and one further part for each of `generators`.
///
/// # Errors
///
/// If there are too few or too many parts, or a generator names a part that is not basic.
///
/// ```
/// use eval_stats::ablation::{Coalition, fractional_design};
///
/// // Four parts in eight runs: the fourth is the product of the others.
/// let design = fractional_design(3, &[Coalition::all(3)]).unwrap();
/// assert_eq!((design.runs.len(), design.resolution), (8, Some(4)));
/// ```
pub fn fractional_design(
    basic: usize,
    generators: &[Coalition],
) -> Result<FractionalDesign, DesignError> {
    if !(1..=MOST_BASIC).contains(&basic) || generators.len() > 10 {
        return Err(DesignError::Size);
    }
    let is_basic = |word: &Coalition| !word.is_empty() && *word <= Coalition::all(basic);
    if !generators.iter().all(is_basic) {
        return Err(DesignError::Generator);
    }
    let parts = basic + generators.len();
    let defining_relation = words(basic, generators);
    let aliases = (0..parts).map(|part| {
        let own = Coalition::EMPTY.with(part);
        in_order(defining_relation.iter().map(|word| times(*word, own)).collect())
    });
    Ok(FractionalDesign {
        runs: runs(basic, generators),
        aliases: aliases.collect(),
        resolution: defining_relation.first().map(|word| word.len()),
        defining_relation,
    })
}

fn runs(basic: usize, generators: &[Coalition]) -> Vec<Vec<bool>> {
    let run = |number: usize| {
        let on = (0..basic).map(|part| number >> (basic - 1 - part) & 1 == 1);
        let mut on: Vec<bool> = on.collect();
        for word in generators {
            // A product of signs is positive if an even number of them is negative.
            let off = (0..basic).filter(|part| word.has(*part) && !on[*part]).count();
            on.push(off % 2 == 0);
        }
        on
    };
    (0..1 << basic).map(run).collect()
}

/// The products of all choices of the generating words.
fn words(basic: usize, generators: &[Coalition]) -> Vec<Coalition> {
    let own: Vec<Coalition> =
        generators.iter().enumerate().map(|(place, word)| word.with(basic + place)).collect();
    let product = |chosen: Coalition| {
        let chosen = own.iter().enumerate().filter(|(place, _)| chosen.has(*place));
        chosen.fold(Coalition::EMPTY, |product, (_, word)| times(product, *word))
    };
    in_order(Coalition::every(own.len()).skip(1).map(product).collect())
}

/// The product of two effects: parts that are in both cancel.
fn times(one: Coalition, other: Coalition) -> Coalition {
    let is_in_one = |part: &usize| one.has(*part) != other.has(*part);
    (0..Coalition::MOST_PARTS).filter(is_in_one).fold(Coalition::EMPTY, Coalition::with)
}

/// Shortest first, then by their parts.
fn in_order(mut words: Vec<Coalition>) -> Vec<Coalition> {
    let parts = |word: &Coalition| -> Vec<usize> {
        (0..Coalition::MOST_PARTS).filter(|part| word.has(*part)).collect()
    };
    words.sort_by_key(|word| (word.len(), parts(word)));
    words
}
