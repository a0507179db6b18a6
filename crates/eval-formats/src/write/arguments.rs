//! Whether a call's arguments are what every parser reads alike.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// They are pasted into lines, so they must be one JSON object on one line. A
/// key that comes twice is refused: which one counts differs from parser to parser.
pub(super) fn check(text: &str) -> Result<(), serde_json::Error> {
    if text.contains(['\n', '\r']) {
        return Err(Error::custom("a line break between the tokens"));
    }
    if !text.starts_with('{') {
        return Err(Error::custom("not a JSON object"));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    Strict.deserialize(&mut json)?;
    json.end()
}

/// The key under which `serde_json` hands out numbers as they are spelled, in a build in which
/// any crate asks for its `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

fn finite<E: Error>(spelled: &str) -> Result<(), E> {
    match spelled.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(()),
        _ => Err(E::custom("a number out of range")),
    }
}

/// Any value whose objects have each key once; numbers and strings are read, so
/// that halves of surrogate pairs and numbers beyond all bounds are seen.
#[derive(Clone, Copy)]
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut keys = Vec::new();
        while let Some(key) = map.next_key_seed(Key)? {
            if key == NUMBER {
                return finite(&map.next_value_seed(Key)?);
            }
            keys.push(key);
            map.next_value_seed(self)?;
        }
        keys.sort_unstable();
        match keys.windows(2).find(|two| two[0] == two[1]) {
            Some(twice) => Err(Error::custom(format_args!("the key `{}` comes twice", twice[0]))),
            None => Ok(()),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A key; where it has no escapes, as it stands in the text.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_object_on_one_line() {
        for fine in
            ["{}", r#"{"a":1,"b":{"a":[null,true,-1,1.5,"é\n\ud83e\udd80"]}}"#, r#"{"a" : 1}"#]
        {
            assert!(check(fine).is_ok(), "{fine}");
        }
    }

    #[test]
    fn what_parsers_do_not_read_alike() {
        let odd = [
            "",
            "[]",
            "1",
            "null",
            "{",
            "{}{}",
            "{} x",
            "{\n}",
            r#"{"a":1,"a":2}"#,
            r#"{"a":{"b":1,"b":1}}"#,
            r#"{"a":"\ud83e"}"#,
            r#"{"a":1e999}"#,
            r#"{"a":NaN}"#,
            "{\"a\":\"\t\"}",
        ];
        for text in odd {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
