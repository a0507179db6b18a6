//! The dice that `setup` knows as `draw`.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use allocative::Allocative;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use starlark::environment::{Methods, MethodsBuilder};
use starlark::values::float::UnpackFloat;
use starlark::values::list::{AllocList, UnpackList};
use starlark::values::{NoSerialize, ProvidesStaticType, StarlarkValue, Value, starlark_value};
use starlark::{starlark_module, starlark_simple_value};

/// Chance, from the scenario's name and the instance seed alone: what an
/// instance holds must not move with the run, the arm or the variant.
///
/// The ways to draw are spelled out here rather than taken from a library, as
/// a library may change them from version to version, and with them every
/// instance.
#[derive(Debug, ProvidesStaticType, NoSerialize, Allocative)]
pub(crate) struct Draw(#[allocative(skip)] Mutex<ChaCha8Rng>);

starlark_simple_value!(Draw);

#[starlark_value(type = "draw")]
impl<'v> StarlarkValue<'v> for Draw {
    fn get_methods() -> Option<&'static Methods> {
        Some(MEMBERS.methods())
    }
}

impl fmt::Display for Draw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("draw")
    }
}

#[derive(Debug, thiserror::Error)]
enum DrawError {
    #[error("there is no integer from {low} to {high}")]
    EmptyRange { low: i64, high: i64 },
    #[error("there is nothing to choose from")]
    EmptyList,
    #[error("cannot sample {wanted} of {available} items")]
    TooFew { wanted: i64, available: usize },
    #[error("a chance lies between 0 and 1, not at {0}")]
    NoChance(f64),
}

fn refused(error: DrawError) -> starlark::Error {
    starlark::Error::new_native(error)
}

impl Draw {
    pub(crate) fn new(scenario: &str, seed: u64) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"eval-world draw 1");
        hasher.update(&seed.to_le_bytes());
        hasher.update(scenario.as_bytes());
        Self(Mutex::new(ChaCha8Rng::from_seed(*hasher.finalize().as_bytes())))
    }

    fn next(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next_u64()
    }

    /// A number below `bound`, each equally likely; 0 where `bound` is 0.
    fn below(&self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // The topmost draws would favour small remainders; they are thrown away.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let drawn = self.next();
            if drawn < limit {
                return drawn % bound;
            }
        }
    }

    fn index(&self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }

    /// Moves `count` items, drawn in order, to the front (Fisher and Yates).
    fn to_front<T>(&self, items: &mut [T], count: usize) {
        for place in 0..count {
            let drawn = place + self.index(items.len() - place);
            items.swap(place, drawn);
        }
    }
}

starlark::methods_static!(MEMBERS = members);

#[starlark_module]
fn members(builder: &mut MethodsBuilder) {
    /// An integer from `low` to `high`, both included.
    fn integer(
        this: &Draw,
        #[starlark(require = pos)] low: i64,
        #[starlark(require = pos)] high: i64,
    ) -> starlark::Result<i64> {
        if low > high {
            return Err(refused(DrawError::EmptyRange { low, high }));
        }
        let drawn = match high.abs_diff(low).checked_add(1) {
            Some(bound) => this.below(bound),
            None => this.next(),
        };
        Ok(low.wrapping_add_unsigned(drawn))
    }

    /// One of the items.
    fn choice<'v>(
        this: &Draw,
        #[starlark(require = pos)] items: UnpackList<Value<'v>>,
    ) -> starlark::Result<Value<'v>> {
        let drawn = items.items.get(this.index(items.items.len()));
        drawn.copied().ok_or_else(|| refused(DrawError::EmptyList))
    }

    /// That many different items, in drawn order.
    fn sample<'v>(
        this: &Draw,
        #[starlark(require = pos)] items: UnpackList<Value<'v>>,
        #[starlark(require = pos)] count: i64,
    ) -> starlark::Result<AllocList<Vec<Value<'v>>>> {
        let mut items = items.items;
        let available = items.len();
        let wanted = usize::try_from(count).ok().filter(|wanted| *wanted <= available);
        let wanted =
            wanted.ok_or_else(|| refused(DrawError::TooFew { wanted: count, available }))?;
        this.to_front(&mut items, wanted);
        items.truncate(wanted);
        Ok(AllocList(items))
    }

    /// All items in drawn order, as a list of its own.
    fn shuffle<'v>(
        this: &Draw,
        #[starlark(require = pos)] items: UnpackList<Value<'v>>,
    ) -> starlark::Result<AllocList<Vec<Value<'v>>>> {
        let mut items = items.items;
        let length = items.len();
        this.to_front(&mut items, length);
        Ok(AllocList(items))
    }

    /// True with that probability.
    fn chance(
        this: &Draw,
        #[starlark(require = pos)] probability: UnpackFloat,
    ) -> starlark::Result<bool> {
        let UnpackFloat(probability) = probability;
        if !(0.0..=1.0).contains(&probability) {
            return Err(refused(DrawError::NoChance(probability)));
        }
        #[expect(clippy::cast_precision_loss, reason = "53 bits are what a float holds")]
        let drawn = (this.next() >> 11) as f64 / (1_u64 << 53) as f64;
        Ok(drawn < probability)
    }
}
