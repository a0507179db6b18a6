//! Showing what went wrong.

use std::process::ExitCode;

use eval_harness::LoadHarnessError;
use eval_runner::SetUpError;
use eval_scenario::{LoadScenarioError, LoadSuiteError};
use eval_toml::TomlError;

use crate::screen::Screen;
use crate::show::words::safe;
use crate::status::Status;

/// Shows an error: with a caret where people wrote the text, as a chain of
/// causes elsewhere.
pub(crate) fn report(error: &anyhow::Error, screen: Screen) -> ExitCode {
    match picture(error, screen.colour_err()) {
        Some(picture) => screen.note(picture.trim_end()),
        // Names in it may come from a file that somebody else wrote.
        None => screen.note(format!("error: {}", safe(&format!("{error:#}")))),
    }
    Status::BadInput.into()
}

/// The error as a picture of the lines it is about, where there are any.
fn picture(error: &anyhow::Error, colour: bool) -> Option<String> {
    if let Some(error) = error.downcast_ref::<LoadSuiteError>() {
        return of_suite(error, colour);
    }
    if let Some(error) = error.downcast_ref::<LoadScenarioError>() {
        return of_scenario(error, colour);
    }
    if let Some(error) = error.downcast_ref::<LoadHarnessError>() {
        return of_harness(error, colour);
    }
    if let Some(error) = error.downcast_ref::<SetUpError>() {
        return of_set_up(error, colour);
    }
    error.downcast_ref::<TomlError>().map(|error| error.render(colour))
}

fn of_suite(error: &LoadSuiteError, colour: bool) -> Option<String> {
    match error {
        LoadSuiteError::Toml(error) => Some(error.render(colour)),
        LoadSuiteError::Scenario(error) => of_scenario(error, colour),
    }
}

fn of_scenario(error: &LoadScenarioError, colour: bool) -> Option<String> {
    match error {
        LoadScenarioError::Toml(error) => Some(error.render(colour)),
        LoadScenarioError::Read { .. }
        | LoadScenarioError::NoWorld(_)
        | LoadScenarioError::NoToml(_) => None,
    }
}

fn of_harness(error: &LoadHarnessError, colour: bool) -> Option<String> {
    match error {
        LoadHarnessError::Toml(error) => Some(error.render(colour)),
        LoadHarnessError::Circle(_) => None,
    }
}

fn of_set_up(error: &SetUpError, colour: bool) -> Option<String> {
    match error {
        SetUpError::Harness(error) => of_harness(error, colour),
        SetUpError::World { folder, cause } => Some(cause.render_in(folder, colour)),
        SetUpError::Schema(_) | SetUpError::NoScript { .. } => None,
    }
}
