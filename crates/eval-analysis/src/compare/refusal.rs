//! What cannot be compared, and how to proceed.

use crate::measured::Measured;
use crate::paired::Paired;

use super::CompareSettings;

/// Names of instances shown in an error.
const NAMES_SHOWN: usize = 3;

/// Why two arms are not compared; each says how to proceed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// The arms played different instances.
    #[error(
        "`{a}` and `{b}` did not play the same instances ({shared} shared, {only_a} only in `{a}`, \
         {only_b} only in `{b}`{examples}); compare runs of one suite, or add --allow-partial to \
         compare what they share"
    )]
    OtherInstances {
        /// A.
        a: String,
        /// B.
        b: String,
        /// Instances of both.
        shared: usize,
        /// Instances of A alone.
        only_a: usize,
        /// Instances of B alone.
        only_b: usize,
        /// Some of these.
        examples: String,
    },
    /// The runs are of suites whose instances are not the same.
    #[error(
        "the instances of {a} (instances_hash {hash_a}) are not those of {b} ({hash_b}): the \
         scenario's files, its seeds or its variants have changed in between, so a difference \
         would not be the harness's; run A again on the suite as it is now, or add \
         --allow-partial to compare the instances of the same name all the same"
    )]
    OtherSuite {
        /// Where A is.
        a: String,
        /// Hash of its instances.
        hash_a: String,
        /// Where B is.
        b: String,
        /// Hash of its instances.
        hash_b: String,
    },
    /// The arms have different models.
    #[error(
        "`{a}` is played by the model `{model_a}` and `{b}` by `{model_b}`, whose settings differ, \
         so a difference may be the model's; add --across-models if that is what you ask"
    )]
    OtherModel {
        /// A.
        a: String,
        /// Its model.
        model_a: String,
        /// B.
        b: String,
        /// Its model.
        model_b: String,
    },
    /// No instance was played under both.
    #[error("`{a}` and `{b}` share no instance, so there is nothing to compare")]
    NothingShared {
        /// A.
        a: String,
        /// B.
        b: String,
    },
    /// Both are the same arm of the same run.
    #[error(
        "both are the arm `{arm}` of the run {run}; to measure an arm against itself: flywheel \
         noise {source_of_both} --arm {arm}"
    )]
    SameArm {
        /// The arm.
        arm: String,
        /// The run.
        run: String,
        /// Where it is.
        source_of_both: String,
    },
}

/// Refuses what would be nonsense.
pub(crate) fn check(
    a: &Measured,
    b: &Measured,
    paired: &Paired<'_>,
    settings: &CompareSettings,
) -> Result<(), CompareError> {
    let (one, other) = (&a.provenance, &b.provenance);
    if one.run_id == other.run_id && one.arm == other.arm && one.source == other.source {
        return Err(CompareError::SameArm {
            arm: one.arm.clone(),
            run: one.run_id.clone(),
            source_of_both: one.source.clone(),
        });
    }
    if one.instances_hash != other.instances_hash && !settings.allow_partial {
        return Err(CompareError::OtherSuite {
            a: one.source.clone(),
            hash_a: short(&one.instances_hash),
            b: other.source.clone(),
            hash_b: short(&other.instances_hash),
        });
    }
    if paired.rows.is_empty() {
        return Err(CompareError::NothingShared { a: one.arm.clone(), b: other.arm.clone() });
    }
    // Trials that are not there yet are no choice of the suite's: they are warned of.
    let finished = one.unfinished == 0 && other.unfinished == 0;
    let lost = paired.only_a.len() + paired.only_b.len();
    if lost > 0 && finished && !settings.allow_partial {
        let some: Vec<&str> = paired
            .only_a
            .iter()
            .chain(&paired.only_b)
            .take(NAMES_SHOWN)
            .map(String::as_str)
            .collect();
        return Err(CompareError::OtherInstances {
            a: one.arm.clone(),
            b: other.arm.clone(),
            shared: paired.rows.len(),
            only_a: paired.only_a.len(),
            only_b: paired.only_b.len(),
            examples: format!(", such as {}", some.join(", ")),
        });
    }
    if one.model_hash != other.model_hash && !settings.across_models {
        return Err(CompareError::OtherModel {
            a: one.arm.clone(),
            model_a: one.model.clone(),
            b: other.arm.clone(),
            model_b: other.model.clone(),
        });
    }
    Ok(())
}

fn short(hash: &str) -> String {
    hash.chars().take(8).collect()
}
