//! What a data set is made of: which trials, and which of their turns.

use eval_formats::Shape;

macro_rules! presets {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $shape:ident, $blames:literal;)+) => {
        /// A way to make training data of trials.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Preset { $($(#[$doc])* $variant),+ }

        impl Preset {
            /// Every preset, in the order in which they are listed to people.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on the command line and in recipes.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The preset of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// The shape of the rows that it makes.
            #[must_use]
            pub const fn shape(self) -> Shape {
                match self { $(Self::$variant => Shape::$shape),+ }
            }

            /// Whether it teaches from failures, which have to be the model's own.
            #[must_use]
            pub const fn blames(self) -> bool {
                match self { $(Self::$variant => $blames),+ }
            }
        }
    };
}

presets! {
    /// Successes without an error: every turn is taught but those that were refused.
    RejectionSampled = "rejection-sampled", Chat, false;
    /// Successes after an error: the error and the recovery stay, the bad turn is not taught.
    Repair = "repair", Chat, false;
    /// Successes in which tools were on offer and none was called.
    Negatives = "negatives", Chat, false;
    /// One instance and epoch, passed by one arm and failed by another: the first turn in which
    /// they differ.
    PairedArms = "paired-arms", Pair, true;
    /// The last turn of each trial, good where it succeeded.
    Unpaired = "unpaired", Labelled, true;
    /// Every turn of each trial, good where it brought the trial on.
    Stepwise = "stepwise", Steps, true;
    /// The task of each instance that was solved, with the answer that solved it.
    Tasks = "tasks", Task, false;
}

impl Preset {
    /// The one that a format suggests.
    #[must_use]
    pub const fn of_shape(shape: Shape) -> Self {
        match shape {
            Shape::Chat => Self::RejectionSampled,
            Shape::Pair => Self::PairedArms,
            Shape::Labelled => Self::Unpaired,
            Shape::Steps => Self::Stepwise,
            Shape::Task => Self::Tasks,
        }
    }
}
