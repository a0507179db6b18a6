//! Where output goes and how it may look.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstyle::Style;

use crate::args::ColorChoice;

/// The program's output: results on stdout, everything else on stderr.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    colour_out: bool,
    colour_err: bool,
    pub(crate) stderr_is_terminal: bool,
    stdout_is_terminal: bool,
}

impl Screen {
    pub(crate) fn from_environment(choice: ColorChoice) -> Self {
        let stderr_is_terminal = io::stderr().is_terminal();
        let stdout_is_terminal = io::stdout().is_terminal();
        let wanted = |is_terminal: bool| match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                is_terminal && !refused
            }
        };
        Self {
            colour_out: wanted(stdout_is_terminal),
            colour_err: wanted(stderr_is_terminal),
            stderr_is_terminal,
            stdout_is_terminal,
        }
    }

    /// Writes a result.
    #[expect(clippy::unused_self, reason = "a screen is what one writes on")]
    pub(crate) fn print(self, text: impl Display) -> io::Result<()> {
        writeln!(io::stdout().lock(), "{text}")
    }

    /// Writes something beside the result. Whether anybody reads it is not
    /// worth failing for.
    #[expect(clippy::unused_self, reason = "a screen is what one writes on")]
    pub(crate) fn note(self, text: impl Display) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    pub(crate) fn colour_err(self) -> bool {
        self.colour_err
    }

    /// How many columns stdout has, where it is a terminal.
    pub(crate) fn width(self) -> Option<u16> {
        self.stdout_is_terminal.then(|| console::Term::stdout().size().1)
    }

    /// Text in a style, where stdout takes colour.
    pub(crate) fn paint(self, style: Style, text: impl Display) -> String {
        if self.colour_out { format!("{style}{text}{style:#}") } else { text.to_string() }
    }

    pub(crate) fn bold(self, text: impl Display) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub(crate) fn dim(self, text: impl Display) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    pub(crate) fn good(self, text: impl Display) -> String {
        self.paint(anstyle::AnsiColor::Green.on_default(), text)
    }

    pub(crate) fn bad(self, text: impl Display) -> String {
        self.paint(anstyle::AnsiColor::Red.on_default(), text)
    }

    pub(crate) fn command(self, text: impl Display) -> String {
        self.paint(anstyle::AnsiColor::Cyan.on_default(), text)
    }
}
