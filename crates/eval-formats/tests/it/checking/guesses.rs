//! The format, by a file's first line.

use eval_formats::{Format, guess_format};

use super::{own, plain};

fn first_line(file: &[u8]) -> &[u8] {
    file.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default()
}

#[test]
fn every_format_is_known_by_its_plain_sample() {
    for format in Format::ALL {
        assert_eq!(guess_format(first_line(&plain(*format))), Some(*format));
    }
}

#[test]
fn every_good_sample_passes_as_what_it_is_guessed_to_be() {
    for sample in own("good") {
        let guess = guess_format(first_line(&sample.bytes)).unwrap();
        let report = eval_formats::check(guess, &sample.bytes[..]).unwrap();
        let only_short = report.fault_counts.keys().all(|rule| rule.name() == "too-few-rows");
        assert!(only_short, "{} as {}: {:?}", sample.name, guess.name(), report.faults);
    }
}

#[test]
fn what_is_no_row_has_no_format() {
    for line in [&b""[..], b"id,text", b"[]", b"{}", b"\xff", br#"{"text":"x"}"#] {
        assert_eq!(guess_format(line), None);
    }
}

#[test]
fn a_byte_order_mark_does_not_matter() {
    let line = [b"\xef\xbb\xbf", first_line(&plain(Format::TrlKto))].concat();
    assert_eq!(guess_format(&line), Some(Format::TrlKto));
}
