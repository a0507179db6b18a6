//! Where output goes and how it may look.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstyle::Style;

use crate::args::ColorChoice;

/// The program's output: results on stdout, everything else on stderr.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    out: Stream,
    err: Stream,
}

/// One of the two streams.
#[derive(Clone, Copy, Debug)]
struct Stream {
    is_terminal: bool,
    takes_colour: bool,
}

impl Stream {
    fn new(is_terminal: bool, choice: ColorChoice) -> Self {
        let takes_colour = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                is_terminal && !refused
            }
        };
        Self { is_terminal, takes_colour }
    }
}

impl Screen {
    pub(crate) fn from_environment(choice: ColorChoice) -> Self {
        Self {
            out: Stream::new(io::stdout().is_terminal(), choice),
            err: Stream::new(io::stderr().is_terminal(), choice),
        }
    }

    /// Writes a result. Whoever closed the pipe has read enough: that is no
    /// error, and it does not change how the program ends.
    #[expect(clippy::unused_self, reason = "a screen is what one writes on")]
    pub(crate) fn print(self, text: impl Display) -> io::Result<()> {
        match writeln!(io::stdout().lock(), "{text}") {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written,
        }
    }

    /// Writes something beside the result. Whether anybody reads it is not
    /// worth failing for.
    #[expect(clippy::unused_self, reason = "a screen is what one writes on")]
    pub(crate) fn note(self, text: impl Display) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    pub(crate) fn colour_err(self) -> bool {
        self.err.takes_colour
    }

    pub(crate) fn stderr_is_terminal(self) -> bool {
        self.err.is_terminal
    }

    /// How many columns stdout has, where it is a terminal.
    pub(crate) fn width(self) -> Option<u16> {
        self.out.is_terminal.then(|| console::Term::stdout().size().1)
    }

    /// Text in a style, where stdout takes colour.
    pub(crate) fn paint(self, style: Style, text: impl Display) -> String {
        if self.out.takes_colour { format!("{style}{text}{style:#}") } else { text.to_string() }
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

    /// A command to type, among what is said beside the result.
    pub(crate) fn command_err(self, text: impl Display) -> String {
        let style = anstyle::AnsiColor::Cyan.on_default();
        if self.err.takes_colour { format!("{style}{text}{style:#}") } else { text.to_string() }
    }

    pub(crate) fn command(self, text: impl Display) -> String {
        self.paint(anstyle::AnsiColor::Cyan.on_default(), text)
    }
}
