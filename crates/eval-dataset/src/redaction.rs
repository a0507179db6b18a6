//! Secrets and personal data out of rows.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use eval_clean::redact::{Kind, Placeholders, Redactor};
use eval_formats::{Message, Row};
use eval_trace::Digest;

use crate::finish::Notes;
use crate::recipe::Clean;
use crate::remembered::Remembered;

/// Takes secrets out of rows. What is known to be clean is not looked at twice: most texts of a
/// run stand in many rows.
#[derive(Clone)]
pub(crate) struct Redaction {
    redactor: Option<Arc<Redactor>>,
    /// Whether a text is clean.
    known: Remembered<bool>,
    /// Arguments that are: each call spells its own, and few spell anything new.
    clean_arguments: HashSet<Digest>,
}

impl Redaction {
    pub(crate) fn of(clean: &Clean) -> Self {
        let is_wanted = |kind: &Kind| {
            if *kind < Kind::Email { clean.secrets } else { clean.personal }
        };
        // Addresses of machines are what many tasks are about.
        let kinds: Vec<Kind> = Kind::ALL
            .into_iter()
            .filter(|kind| *kind != Kind::PublicIp && is_wanted(kind))
            .collect();
        let redactor = (!kinds.is_empty()).then(|| Arc::new(Redactor::new(kinds)));
        Self { redactor, known: Remembered::new(), clean_arguments: HashSet::new() }
    }

    /// Redacts every text of a row, the same secret alike wherever it stands in it.
    pub(crate) fn redact(&mut self, row: &mut Row, notes: &mut Notes) {
        let Some(redactor) = self.redactor.clone() else { return };
        let mut placeholders = Placeholders::new();
        row.for_each_message_mut(|message| {
            self.redact_message(&redactor, message, &mut placeholders);
        });
        let counts = placeholders.counts();
        if !counts.is_empty() {
            notes.rows_redacted += 1;
        }
        for (kind, count) in counts {
            let kind = kind.label().to_lowercase();
            *notes.redacted.entry(kind).or_default() += *count as u64;
        }
    }

    fn redact_message(
        &mut self,
        redactor: &Redactor,
        message: &mut Message,
        placeholders: &mut Placeholders,
    ) {
        self.redact_text(redactor, &mut message.text, placeholders);
        if let Some(reasoning) = &mut message.reasoning {
            self.redact_text(redactor, reasoning, placeholders);
        }
        for call in &mut message.calls {
            let spelled = Digest::of_bytes(call.arguments.as_bytes());
            if self.clean_arguments.contains(&spelled) {
                continue;
            }
            match placeholders.redact_json(redactor, &call.arguments) {
                Cow::Borrowed(_) => drop(self.clean_arguments.insert(spelled)),
                Cow::Owned(clean) => call.arguments = clean.into(),
            }
        }
    }

    fn redact_text(
        &mut self,
        redactor: &Redactor,
        text: &mut Arc<str>,
        placeholders: &mut Placeholders,
    ) {
        if self.known.get(text) == Some(true) {
            return;
        }
        // What a tool returns is JSON as a rule, in which escapes may hide what is looked for.
        let is_json = matches!(text.as_bytes().first(), Some(b'{' | b'['));
        let redacted = if is_json {
            placeholders.redact_json(redactor, text)
        } else {
            placeholders.redact(redactor, text)
        };
        let clean = match redacted {
            Cow::Borrowed(_) => None,
            Cow::Owned(clean) => Some(clean),
        };
        self.known.keep(text, clean.is_none());
        if let Some(clean) = clean {
            *text = clean.into();
        }
    }
}
