//! `flywheel fsck`: is a run as it was written?

use eval_store::{Depth, verify};

use crate::args::FsckArgs;
use crate::screen::Screen;
use crate::show::headway::{Headway, Unit};
use crate::show::verification;
use crate::status::Status;

pub(crate) fn fsck(args: &FsckArgs, screen: Screen) -> anyhow::Result<Status> {
    let mut headway = Headway::new("checked", Unit::Bytes, args.quiet, screen);
    let found = verify(&args.run, Depth::Rows, &mut |checked| {
        headway.reach(checked.bytes, checked.of);
    });
    headway.clear();
    let found = found?;
    verification::show(&found, &args.run, args.format, screen)?;
    Ok(if found.is_good() { Status::Fine } else { Status::BadInput })
}
