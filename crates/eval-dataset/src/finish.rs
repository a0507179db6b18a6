//! From a drawn row to a finished line: fitted, cleaned, measured, written.

use std::collections::BTreeMap;

use eval_formats::{Row, write_row};
use eval_trace::Digest;

use crate::excluded::{Reason, Tally};
use crate::likeness::{Likeness, Sketch};
use crate::measure::Measure;
use crate::provenance::Provenance;
use crate::recipe::{OverLength, Recipe};
use crate::redaction::Redaction;
use crate::rows::Drawn;
use crate::selecting::Place;
use crate::source::Source;

/// What all rows are finished with.
pub(crate) struct Workshop<'a> {
    pub(crate) recipe: &'a Recipe,
    pub(crate) sources: &'a [Source],
    pub(crate) redaction: Redaction,
    pub(crate) measure: Measure,
    pub(crate) likeness: Likeness,
}

/// A line, and what is known of it.
#[derive(Debug)]
pub(crate) struct Finished {
    /// The trial that its row is drawn from.
    pub(crate) place: Place,
    /// Whether it holds a turn of another trial, too, which failed.
    pub(crate) is_pair: bool,
    /// The line, `\n` included.
    pub(crate) line: Vec<u8>,
    /// The line beside it.
    pub(crate) provenance: Vec<u8>,
    /// Hash of the line.
    pub(crate) hash: Digest,
    pub(crate) tokens: u64,
    pub(crate) bytes: u64,
    /// What near duplicates are found by, where they are looked for.
    pub(crate) sketch: Option<Sketch>,
    /// What was done to the row; it counts once the row is taken.
    pub(crate) notes: Notes,
    /// Whether it has a system's message, and tools.
    pub(crate) has: Columns,
}

/// Columns that a row may be without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) system: bool,
    pub(crate) tools: bool,
}

/// What happened on the way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    pub(crate) left_out: Tally,
    pub(crate) unfit: BTreeMap<String, u64>,
    pub(crate) redacted: BTreeMap<String, u64>,
    pub(crate) rows_redacted: u64,
    pub(crate) template: BTreeMap<String, u64>,
    pub(crate) reasoning_dropped: u64,
    pub(crate) rows_cut: u64,
}

impl Notes {
    pub(crate) fn add(&mut self, other: &Self) {
        self.left_out.add(&other.left_out);
        for (mine, theirs) in [
            (&mut self.unfit, &other.unfit),
            (&mut self.redacted, &other.redacted),
            (&mut self.template, &other.template),
        ] {
            for (what, count) in theirs {
                *mine.entry(what.clone()).or_default() += count;
            }
        }
        self.rows_redacted += other.rows_redacted;
        self.reasoning_dropped += other.reasoning_dropped;
        self.rows_cut += other.rows_cut;
    }

    fn unfit(&mut self, rule: &str) -> Reason {
        *self.unfit.entry(rule.to_owned()).or_default() += 1;
        Reason::Unfit
    }
}

impl Workshop<'_> {
    /// Makes lines of a drawn row: one, or one a turn where the format wants that.
    pub(crate) fn finish(
        &mut self,
        drawn: Drawn,
        places: (Place, Option<Place>),
        notes: &mut Notes,
        finished: &mut Vec<Finished>,
    ) {
        for drawn in self.split(drawn) {
            let mut done = Notes::default();
            match self.finish_one(drawn, places, &mut done) {
                Ok(line) => finished.push(Finished { notes: done, ..line }),
                Err(reason) => {
                    notes.left_out.count(reason);
                    notes.add(&Notes { unfit: done.unfit, ..Notes::default() });
                }
            }
        }
    }

    fn split(&self, drawn: Drawn) -> Vec<Drawn> {
        match &drawn.row {
            Row::Chat(chat) if self.recipe.format.is_one_turn_a_row() => {
                let chats = chat.split_turns().into_iter().zip(&drawn.turns);
                let one = chats.map(|(chat, &turn)| Drawn {
                    row: Row::Chat(chat),
                    turns: vec![turn],
                    evidence: drawn.evidence.clone(),
                });
                one.collect()
            }
            _ => vec![drawn],
        }
    }

    fn finish_one(
        &mut self,
        mut drawn: Drawn,
        places: (Place, Option<Place>),
        notes: &mut Notes,
    ) -> Result<Finished, Reason> {
        self.redaction.redact(&mut drawn.row, notes);
        if let Some(template) = self.recipe.target_template
            && self.recipe.format.is_rendered_by_template()
        {
            let adjusted = template.fit(&mut drawn.row);
            for adjustment in adjusted.map_err(|unfit| notes.unfit(unfit.rule()))? {
                *notes.template.entry(adjustment.name().to_owned()).or_default() += 1;
            }
        }
        let size = self.fit_length(&mut drawn, notes)?;
        let mut line = Vec::new();
        let written = write_row(self.recipe.format, &drawn.row, &mut line);
        let written = written.map_err(|unfit| notes.unfit(unfit.rule()))?;
        notes.reasoning_dropped += written.reasoning_dropped as u64;
        let hash = Digest::of_bytes(&line);
        let mut provenance = Provenance::of(self.recipe, self.sources, places, &drawn);
        (provenance.row, provenance.tokens) = (hash.to_string(), size.tokens);
        let mut beside = serde_json::to_vec(&provenance).unwrap_or_default();
        beside.push(b'\n');
        Ok(Finished {
            place: places.0,
            is_pair: places.1.is_some(),
            hash,
            tokens: size.tokens,
            bytes: size.bytes,
            sketch: self.likeness.sketch(&drawn.row),
            notes: Notes::default(),
            has: Columns {
                system: drawn.row.chat().system().is_some(),
                tools: !drawn.row.chat().tools.is_empty(),
            },
            provenance: beside,
            line,
        })
    }

    fn fit_length(
        &mut self,
        drawn: &mut Drawn,
        notes: &mut Notes,
    ) -> Result<crate::measure::Size, Reason> {
        let size = self.measure.size(&drawn.row);
        let Some(most) = self.recipe.length.max_tokens else { return Ok(size) };
        if size.tokens <= most {
            return Ok(size);
        }
        if self.recipe.length.over == OverLength::Drop {
            return Err(Reason::TooLong);
        }
        let Row::Chat(chat) = &mut drawn.row else { return Err(Reason::TooLong) };
        // Whole turns go, from the end, until what is left ends with one that is taught.
        while let Some(_last) = chat.messages.pop() {
            while chat.messages.last().is_some_and(|message| !message.trained) {
                chat.messages.pop();
            }
            let taught = chat.messages.iter().filter(|message| message.trained).count();
            if taught == 0 {
                return Err(Reason::TooLong);
            }
            let size = self.measure.chat(chat);
            if size.tokens <= most {
                drawn.turns.truncate(taught);
                notes.rows_cut += 1;
                return Ok(size);
            }
        }
        Err(Reason::TooLong)
    }
}
