//! Finds the fields of a JSON record where they stand, without building the rest of it.
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Where a value stands: the keys, or numbers in a list, that lead to it.
pub(in crate::cli) type Path = Vec<String>;

/// The values at these places, each as it is written; of two under one key the last. The text is looked at once, and is
/// sound JSON.
pub(in crate::cli) fn seek<'a>(text: &'a str, paths: &[Path]) -> Result<Vec<Option<&'a str>>, serde_json::Error> {
    let mut found = vec![None; paths.len()];
    let mut json = serde_json::Deserializer::from_str(text);
    Object { paths, found: &mut found }.deserialize(&mut json)?;
    json.end()?;
    for (path, found) in paths.iter().zip(&mut found) {
        *found = found.and_then(|value| below(value, path.get(1..).unwrap_or_default()));
    }
    Ok(found)
}

/// The value that lies deeper in this one.
fn below<'a>(value: &'a str, path: &[String]) -> Option<&'a str> {
    let Some(key) = path.first() else { return Some(value) };
    match value.as_bytes().first() {
        Some(b'{') => seek(value, &[path.to_vec()]).ok()?[0],
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(value).ok()?;
            below(items.get(key.parse::<usize>().ok()?)?.get(), &path[1..])
        }
        _ => None,
    }
}

/// A string as it is meant. None where the value is none.
pub(super) fn string(value: &str) -> Option<Result<Cow<'_, str>, serde_json::Error>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    match memchr::memchr(b'\\', inner.as_bytes()) {
        None => Some(Ok(Cow::Borrowed(inner))),
        Some(_) => Some(serde_json::from_str(value).map(Cow::Owned)),
    }
}

struct Object<'s, 'de> {
    paths: &'s [Path],
    found: &'s mut [Option<&'de str>],
}

impl<'de> DeserializeSeed<'de> for Object<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(wanted) = map.next_key_seed(Key(self.paths))? {
            if wanted == 0 {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value: &'de RawValue = map.next_value()?;
            for (slot, found) in self.found.iter_mut().enumerate() {
                if wanted & (1 << slot) != 0 {
                    *found = Some(value.get());
                }
            }
        }
        Ok(())
    }
}

/// Tells which paths lead through a key, a bit each.
struct Key<'s>(&'s [Path]);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u64, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<u64, E> {
        let through = |bits: u64, (slot, path): (usize, &Path)| bits | (u64::from(path.first().is_some_and(|first| first == key)) << slot);
        Ok(self.0.iter().enumerate().fold(0, through))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_where_they_stand() {
        let text = r#" {"a":1,"b":{"c":[10,"x\u0041"],"c/d":null},"n":1e999,"\u0061":"last","e":""} "#;
        let path = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Path>();
        for (keys, value) in [
            (&["a"][..], Some("\"last\"")),
            (&["b", "c", "1"], Some("\"x\\u0041\"")),
            (&["b", "c/d"], Some("null")),
            (&["b", "c", "2"], None),
            (&["n"], Some("1e999")),
            (&["n", "x"], None),
            (&["z"], None),
        ] {
            assert_eq!(seek(text, &[path(keys)]).expect("sound")[0], value, "{keys:?}");
        }
        let raw = seek(text, &[path(&["b", "c", "1"]), path(&["e"])]).expect("sound");
        let texts: Vec<_> = raw.into_iter().map(|value| string(value.expect("there")).expect("a string").expect("sound")).collect();
        assert_eq!(texts, ["xA", ""]);
    }
}
