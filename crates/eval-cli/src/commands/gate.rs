//! `flywheel gate`: may the candidate take the baseline's place?

use eval_analysis::{GateSpec, gate as judge};
use eval_findings::GateReport;

use crate::args::{Format, GateArgs};
use crate::beside::{settings, write_whole};
use crate::screen::Screen;
use crate::show::verdict;
use crate::sides;
use crate::status::Status;

pub(crate) fn gate(args: &GateArgs, screen: Screen) -> anyhow::Result<Status> {
    let spec = args.config.as_deref().map(GateSpec::load).transpose()?.unwrap_or_default();
    let baseline = args.baseline.as_deref().or(spec.baseline.as_deref());
    let candidate = args.candidate.as_deref().or(spec.candidate.as_deref());
    let sides = sides::of_gate(&args.run, baseline, candidate)?;
    let settings = settings(&sides, &args.leniency)?;
    let report = judge(&sides.a, &sides.b, &spec, &settings)?;
    write_files(args, &report)?;
    match args.format {
        Format::Json => screen.print(serde_json::to_string_pretty(&report)?)?,
        Format::Human => screen.print(verdict::tell(&report, screen))?,
    }
    if args.annotations {
        let annotations = eval_report::annotations::gate(&report, report.demanded.file.as_deref());
        // Among the JSON they would break it.
        match args.format {
            Format::Human => screen.print(annotations.trim_end())?,
            Format::Json => screen.note(annotations.trim_end()),
        }
    }
    Ok(Status::Gate(report.exit_code))
}

fn write_files(args: &GateArgs, report: &GateReport) -> anyhow::Result<()> {
    if let Some(path) = &args.markdown {
        write_whole(path, &eval_report::markdown::gate(report))?;
    }
    if let Some(path) = &args.junit {
        write_whole(path, &eval_report::junit::gate(report)?)?;
    }
    if let Some(path) = &args.json {
        write_whole(path, &(serde_json::to_string_pretty(report)? + "\n"))?;
    }
    Ok(())
}
