//! `flywheel schema`: the JSON Schema of what a command prints.

use eval_findings::{
    Baseline, Comparison, GateReport, Leaderboard, NoiseFloor, RunProfile, SizePlan, Trend,
};
use schemars::schema_for;

use crate::args::{SchemaArgs, SchemaOf};
use crate::screen::Screen;
use crate::status::Status;

pub(crate) fn schema(args: &SchemaArgs, screen: Screen) -> anyhow::Result<Status> {
    let schema = match args.of {
        SchemaOf::Compare => schema_for!(Comparison),
        SchemaOf::Gate => schema_for!(GateReport),
        SchemaOf::Baseline => schema_for!(Baseline),
        SchemaOf::Leaderboard => schema_for!(Leaderboard),
        SchemaOf::Profile => schema_for!(RunProfile),
        SchemaOf::Trend => schema_for!(Trend),
        SchemaOf::Plan => schema_for!(SizePlan),
        SchemaOf::Noise => schema_for!(NoiseFloor),
    };
    screen.print(serde_json::to_string_pretty(&schema)?)?;
    Ok(Status::Fine)
}
