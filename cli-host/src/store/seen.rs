//! The videos that a reading listed, in the order listed, as bytes.
//!
//! Videos are named by their number of first sighting, differences as zigzag LEB128; the lists of
//! hashtags that they were listed under stand once, before them. Two or three bytes a video.

use anyhow::{Context, Result};

/// A video's number and the places of its hashtags.
pub(super) type Seen = (u32, Vec<u16>);

/// The bytes of a listing.
pub(super) fn encode(seen: &[Seen]) -> Vec<u8> {
    let mut lists: Vec<&[u16]> = seen.iter().map(|(_, under)| under.as_slice()).collect();
    lists.sort_unstable();
    lists.dedup();
    let mut bytes = Vec::with_capacity(seen.len() * 3 + 8);
    write(&mut bytes, lists.len() as u64);
    for list in &lists {
        write(&mut bytes, list.len() as u64);
        for place in *list {
            write(&mut bytes, u64::from(*place));
        }
    }
    let mut before = 0_i64;
    for (number, under) in seen {
        let difference = i64::from(*number) - before;
        before = i64::from(*number);
        write(&mut bytes, ((difference << 1) ^ (difference >> 63)).cast_unsigned());
        write(&mut bytes, lists.binary_search(&under.as_slice()).unwrap_or(0) as u64);
    }
    bytes
}

/// The listing of these bytes.
pub(super) fn decode(mut bytes: &[u8]) -> Result<Vec<Seen>> {
    let mut lists = Vec::new();
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    for _ in 0..read(&mut bytes)? {
        let places = read(&mut bytes)?;
        lists.push((0..places).map(|_| Ok(u16::try_from(read(&mut bytes)?)?)).collect::<Result<Vec<u16>>>()?);
    }
    let mut seen = Vec::new();
    let mut number = 0_i64;
    while !bytes.is_empty() {
        let zigzag = read(&mut bytes)?;
        number = number.wrapping_add((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed());
        let list =
            lists.get(usize::try_from(read(&mut bytes)?)?).context("a listing names hashtags it does not have")?;
        seen.push((u32::try_from(number)?, list.clone()));
    }
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
    fn a_listing_comes_back_in_its_order() {
        let seen = vec![(7, vec![0]), (0, vec![0, 1]), (300, vec![]), (3, vec![0]), (1_000_000, vec![1])];
        assert_eq!(decode(&encode(&seen)).unwrap(), seen);
        assert_eq!(decode(&[]).unwrap(), []);
    }

    #[test]
    fn a_long_listing_takes_two_bytes_a_video() {
        let seen: Vec<Seen> = (0..10_000).map(|i| (i * 3, vec![0])).collect();
        assert!(encode(&seen).len() < 20_100);
    }

    #[test]
    fn broken_bytes_are_an_error() {
        assert!(decode(&[1, 0, 9, 1]).is_err());
        assert!(decode(&[0xff; 12]).is_err());
    }
}
