//! What of recipes and runs stands in a manifest.

use crate::manifest::{RecipeFacts, RunFacts};
use crate::recipe::Recipe;
use crate::source::Source;

impl RecipeFacts {
    pub(crate) fn of(recipe: &Recipe, holdout_runs: Vec<String>) -> Self {
        let Recipe { select, clean, length, .. } = recipe;
        Self {
            select: select.clone(),
            near_duplicates: clean.near_duplicates,
            jaccard: clean.jaccard,
            decontaminate: clean.decontaminate,
            holdout_runs,
            holdout_families: clean.holdout_families.clone(),
            secrets: clean.secrets,
            personal: clean.personal,
            max_tokens: length.max_tokens,
            over: length.over,
            licences: recipe.licences.clone(),
            validation_percent: recipe.validation_percent,
            allow_simulated: recipe.allow_simulated,
            all_failures: recipe.all_failures,
            target_template: recipe.target_template.map(|template| template.name.to_owned()),
            student_harness: None,
        }
    }
}

impl RunFacts {
    pub(crate) fn of(source: &Source) -> Self {
        let manifest = source.run.manifest();
        let harnesses = manifest.arms.iter();
        Self {
            run_id: manifest.run_id.clone(),
            suite: manifest.suite.name.clone(),
            plan_hash: manifest.plan_hash.to_string(),
            instances_hash: manifest.instances_hash.to_string(),
            trials: source.trials.len() as u64,
            program: format!("flywheel {}", manifest.version),
            harnesses: harnesses
                .map(|arm| (arm.name.clone(), arm.harness_hash.to_string()))
                .collect(),
        }
    }
}
