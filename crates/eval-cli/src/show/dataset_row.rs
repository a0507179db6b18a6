//! A row as its trainer will see it, what is trained marked.

use eval_dataset::RowFile;
use eval_formats::{Piece, Rendered, RenderedRow};
use serde_json::{Value, json};

use crate::screen::Screen;
use crate::show::words::safe;

/// The marks around what is trained, where there is no colour to tell it.
const MARKS: (&str, &str) = ("⟦", "⟧");

/// The row, each part under its name.
pub(crate) fn tell(file: &RowFile, row: u64, rendered: &RenderedRow, screen: Screen) -> String {
    let path = file.path.display().to_string();
    let name = file.format.name();
    let trained = screen.good(format!("{}trained{}", MARKS.0, MARKS.1));
    let head =
        format!("{}  {name}, row {row}; {trained}, the rest is not", screen.bold(safe(&path)));
    let mut parts = vec![head];
    match rendered {
        RenderedRow::Chat(chat) | RenderedRow::Task(chat) => parts.push(pieces(chat, screen)),
        RenderedRow::Pair { chosen, rejected } => {
            parts.push(format!("{}\n{}", screen.bold("chosen"), pieces(chosen, screen)));
            parts.push(format!("{}\n{}", screen.bold("rejected"), pieces(rejected, screen)));
        }
        RenderedRow::Labelled { rendered, good } => {
            let label = if *good { screen.good("good") } else { screen.bad("bad") };
            parts.push(format!("label: {label}\n{}", pieces(rendered, screen)));
        }
        RenderedRow::Steps { prompt, steps } => {
            parts.push(safe(prompt));
            for step in steps {
                let label = if step.good { screen.good("good") } else { screen.bad("bad") };
                parts.push(format!("{label}  {}", safe(&step.text)));
            }
        }
    }
    parts.join("\n\n")
}

/// What a terminal would act on is shown as text; line ends stay.
fn pieces(rendered: &Rendered, screen: Screen) -> String {
    let shown = rendered.pieces.iter().map(|Piece { text, trained }| {
        let text = text.split('\n').map(safe).collect::<Vec<_>>().join("\n");
        if *trained { screen.good(format!("{}{text}{}", MARKS.0, MARKS.1)) } else { text }
    });
    shown.collect()
}

/// The same for programs.
pub(crate) fn json(file: &RowFile, row: u64, rendered: &RenderedRow) -> Value {
    let list = |rendered: &Rendered| -> Value {
        let pieces = rendered.pieces.iter();
        pieces.map(|Piece { text, trained }| json!({ "text": text, "trained": trained })).collect()
    };
    let shown = match rendered {
        RenderedRow::Chat(chat) | RenderedRow::Task(chat) => json!({ "pieces": list(chat) }),
        RenderedRow::Pair { chosen, rejected } => {
            json!({ "chosen": list(chosen), "rejected": list(rejected) })
        }
        RenderedRow::Labelled { rendered, good } => {
            json!({ "pieces": list(rendered), "label": good })
        }
        RenderedRow::Steps { prompt, steps } => json!({
            "prompt": prompt,
            "steps": steps.iter().map(|step| json!({ "text": step.text, "good": step.good }))
                .collect::<Vec<_>>(),
        }),
    };
    json!({
        "schema_version": 1,
        "path": file.path.display().to_string(),
        "format": file.format.name(),
        "row": row,
        "rendered": shown,
    })
}
