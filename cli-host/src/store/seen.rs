//! The set of videos that a reading listed, as bytes.
//!
//! Videos are named by their number of first sighting. Grouped by the hashtags they were
//! listed under, each group ascending, differences as LEB128: about a byte a video.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

/// A video's number and the places of its hashtags.
pub(super) type Seen = (u32, Vec<u16>);

/// The bytes of a set.
pub(super) fn encode(seen: &[Seen]) -> Vec<u8> {
    let mut groups: BTreeMap<&[u16], Vec<u32>> = BTreeMap::new();
    for (number, under) in seen {
        groups.entry(under).or_default().push(*number);
    }
    let mut bytes = Vec::with_capacity(seen.len() + 8);
    for (under, mut numbers) in groups {
        numbers.sort_unstable();
        write(&mut bytes, under.len() as u64);
        for place in under {
            write(&mut bytes, u64::from(*place));
        }
        write(&mut bytes, numbers.len() as u64);
        let mut before = 0;
        for number in numbers {
            write(&mut bytes, u64::from(number - before));
            before = number;
        }
    }
    bytes
}

/// The set, ascending by number.
pub(super) fn decode(mut bytes: &[u8]) -> Result<Vec<Seen>> {
    let mut seen = Vec::new();
    while !bytes.is_empty() {
        let places = read(&mut bytes)?;
        let under = (0..places).map(|_| Ok(u16::try_from(read(&mut bytes)?)?)).collect::<Result<Vec<u16>>>()?;
        let mut number = 0_u64;
        for _ in 0..read(&mut bytes)? {
            number = number.saturating_add(read(&mut bytes)?);
            seen.push((u32::try_from(number)?, under.clone()));
        }
    }
    seen.sort_unstable_by_key(|(number, _)| *number);
    Ok(seen)
}

fn write(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn read(bytes: &mut &[u8]) -> Result<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first().context("a set of seen videos ends too early")?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Ok(value);
        }
    }
    anyhow::bail!("a number in a set of seen videos is too long")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_comes_back_ascending() {
        let seen = vec![(7, vec![0]), (0, vec![0, 1]), (300, vec![]), (3, vec![0]), (1_000_000, vec![1])];
        let mut sorted = seen.clone();
        sorted.sort();
        assert_eq!(decode(&encode(&seen)).unwrap(), sorted);
        assert_eq!(decode(&[]).unwrap(), []);
    }

    #[test]
    fn a_long_listing_takes_about_a_byte_a_video() {
        let seen: Vec<Seen> = (0..10_000).map(|i| (i * 3, vec![0])).collect();
        assert!(encode(&seen).len() < 10_100);
    }

    #[test]
    fn broken_bytes_are_an_error() {
        assert!(decode(&[1, 0, 9, 1]).is_err());
        assert!(decode(&[0xff; 12]).is_err());
    }
}
