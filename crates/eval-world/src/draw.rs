//! The value that `setup` knows as `draw`.

use std::sync::LazyLock;

use starlark::environment::{Globals, GlobalsBuilder};
use starlark::eval::Evaluator;
use starlark::starlark_module;
use starlark::values::float::UnpackFloat;
use starlark::values::list::{AllocList, UnpackList};
use starlark::values::{OwnedFrozenValue, Value};

use crate::act::Act;
use crate::dice::Dice;
use crate::frozen::frozen_struct;

/// The dice of an act, as a value, and the seed that they were made of.
pub(crate) fn draw(seed: u64) -> starlark::Result<OwnedFrozenValue> {
    static FUNCTIONS: LazyLock<Globals> =
        LazyLock::new(|| GlobalsBuilder::new().with(functions).build());
    frozen_struct(&FUNCTIONS, [("seed", &seed.into())])
}

#[derive(Debug, thiserror::Error)]
enum DrawError {
    #[error("only `setup` can draw")]
    NotInSetup,
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

fn dice<'a>(evaluator: &'a mut Evaluator<'_, '_, '_>) -> starlark::Result<&'a mut Dice> {
    Act::of(evaluator)?.dice.as_mut().ok_or_else(|| refused(DrawError::NotInSetup))
}

#[starlark_module]
fn functions(builder: &mut GlobalsBuilder) {
    /// An integer from `low` to `high`, both included.
    fn integer(
        #[starlark(require = pos)] low: i64,
        #[starlark(require = pos)] high: i64,
        eval: &mut Evaluator<'_, '_, '_>,
    ) -> starlark::Result<i64> {
        if low > high {
            return Err(refused(DrawError::EmptyRange { low, high }));
        }
        Ok(dice(eval)?.integer(low, high))
    }

    /// One of the items.
    fn choice<'v>(
        #[starlark(require = pos)] items: UnpackList<Value<'v>>,
        eval: &mut Evaluator<'v, '_, '_>,
    ) -> starlark::Result<Value<'v>> {
        let drawn = dice(eval)?.index(items.items.len());
        items.items.get(drawn).copied().ok_or_else(|| refused(DrawError::EmptyList))
    }

    /// That many of the items, each at most once, in drawn order.
    fn sample<'v>(
        #[starlark(require = pos)] items: UnpackList<Value<'v>>,
        #[starlark(require = pos)] count: i64,
        eval: &mut Evaluator<'v, '_, '_>,
    ) -> starlark::Result<AllocList<Vec<Value<'v>>>> {
        let mut items = items.items;
        let available = items.len();
        let wanted = usize::try_from(count).ok().filter(|wanted| *wanted <= available);
        let wanted =
            wanted.ok_or_else(|| refused(DrawError::TooFew { wanted: count, available }))?;
        dice(eval)?.bring_forward(&mut items, wanted);
        items.truncate(wanted);
        Ok(AllocList(items))
    }

    /// All items in drawn order, as a list of its own.
    fn shuffle<'v>(
        #[starlark(require = pos)] items: UnpackList<Value<'v>>,
        eval: &mut Evaluator<'v, '_, '_>,
    ) -> starlark::Result<AllocList<Vec<Value<'v>>>> {
        let mut items = items.items;
        let length = items.len();
        dice(eval)?.bring_forward(&mut items, length);
        Ok(AllocList(items))
    }

    /// True with that probability.
    fn chance(
        #[starlark(require = pos)] probability: UnpackFloat,
        eval: &mut Evaluator<'_, '_, '_>,
    ) -> starlark::Result<bool> {
        let UnpackFloat(probability) = probability;
        if !(0.0..=1.0).contains(&probability) {
            return Err(refused(DrawError::NoChance(probability)));
        }
        Ok(dice(eval)?.chance(probability))
    }
}
