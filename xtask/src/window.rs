//! What gzip would make of some bytes after those that came before: its search for what repeats, and
//! the bits that it gives to what it finds. An estimate, of which only differences are used; the same
//! on every machine.

/// How far back a repetition is found.
pub(crate) const REACH: usize = 32_768;
/// A repetition of three bytes is not worth one from further back.
const REACH_OF_THREE: usize = 4_096;
/// Places with the same four bytes that are looked at, newest first.
const TRIED: usize = 32;
/// The same four bytes are looked for place by place; of the same three, which wasm has everywhere, the newest is taken.
const CHAINED: usize = 4;
const SHORTEST: usize = 3;
const LONGEST: usize = 258;
const SLOTS: usize = 1 << 16;
/// Where a chain of places ends.
const NONE: u32 = u32::MAX;

/// How often each symbol came, which tells how many bits it has.
struct Counts {
    /// 256 bytes, then the lengths' codes.
    literals: [u32; 288],
    distances: [u32; 32],
}

impl Counts {
    fn of(each: u32) -> Self {
        Self { literals: [each; 288], distances: [each; 32] }
    }
}

/// Sixteenths of a bit for each symbol.
#[derive(Clone)]
struct Prices {
    literals: [u32; 288],
    distances: [u32; 32],
}

/// The bytes that came before, and where each three and each four of them stand.
pub(crate) struct Window {
    bytes: Vec<u8>,
    threes: Places,
    fours: Places,
    prices: Prices,
}

/// Where so many bytes stand.
struct Places {
    length: usize,
    /// By their hash.
    newest: Vec<u32>,
    /// For each place the one before it with the same hash.
    older: Vec<u32>,
}

impl Places {
    fn of(length: usize) -> Self {
        Self { length, newest: vec![NONE; SLOTS], older: Vec::new() }
    }

    fn slot(&self, bytes: &[u8], at: usize) -> usize {
        let four = &bytes[at..at + CHAINED];
        let key = u32::from_le_bytes([four[0], four[1], four[2], if self.length == CHAINED { four[3] } else { 0 }]);
        key.wrapping_mul(0x9e37_79b1) as usize >> 16
    }

    /// Lets everything before `end` be found.
    fn remember(&mut self, bytes: &[u8], end: usize) {
        for at in self.older.len()..end {
            let slot = self.slot(bytes, at);
            self.older.push(self.newest[slot]);
            self.newest[slot] = at as u32;
        }
    }

    /// Forgets everything from `begin` on, newest first, so that each slot ends with what stood in it.
    fn forget(&mut self, bytes: &[u8], begin: usize) {
        for at in (begin..self.older.len()).rev() {
            let slot = self.slot(bytes, at);
            self.newest[slot] = self.older[at];
        }
        self.older.truncate(begin);
    }
}

impl Window {
    /// An empty window that prices bytes by how often they and their repetitions come in `all`.
    pub(crate) fn of_prices(all: &[u8]) -> Self {
        let mut flat = Self::with(Prices { literals: [128; 288], distances: [80; 32] });
        let mut counts = Counts::of(1);
        flat.bytes.extend(all);
        flat.walk(0, &mut counts, u32::MAX);
        Self::with(Prices { literals: prices(&counts.literals), distances: prices(&counts.distances) })
    }

    /// One with the same prices, before which these bytes came.
    pub(crate) fn after(&self, before: &[u8]) -> Self {
        let mut window = Self::with(self.prices.clone());
        window.bytes.extend(before);
        window.remember(before.len());
        window
    }

    fn with(prices: Prices) -> Self {
        Self { bytes: Vec::new(), threes: Places::of(SHORTEST), fours: Places::of(CHAINED), prices }
    }

    /// Sixteenths of bits that `body` would have after what came before; some number above `most` if they are more.
    pub(crate) fn price(&mut self, body: &[u8], most: u32) -> u32 {
        let before = self.bytes.len();
        self.bytes.extend(body);
        let price = self.walk(before, &mut Counts::of(0), most);
        self.threes.forget(&self.bytes, before);
        self.fours.forget(&self.bytes, before);
        self.bytes.truncate(before);
        price
    }

    /// The same, and `body` stays.
    pub(crate) fn push(&mut self, body: &[u8]) -> u32 {
        let before = self.bytes.len();
        self.bytes.extend(body);
        self.walk(before, &mut Counts::of(0), u32::MAX)
    }

    /// Steps over the bytes from there on as gzip does: the longest repetition, unless the next byte begins a longer one.
    /// It ends where they cost more than `most`.
    fn walk(&mut self, from: usize, counts: &mut Counts, most: u32) -> u32 {
        // What ended the last body had too few bytes behind it.
        self.remember(from);
        let mut price = 0;
        let mut at = from;
        let mut found = self.longest(at);
        while at < self.bytes.len() && price <= most {
            self.remember(at + 1);
            let next = self.longest(at + 1);
            if found.0 < SHORTEST || next.0 > found.0 {
                let byte = usize::from(self.bytes[at]);
                counts.literals[byte] += 1;
                price += self.prices.literals[byte];
                at += 1;
                found = next;
                continue;
            }
            let (length, length_bits) = code(found.0 - SHORTEST, 2);
            let (distance, distance_bits) = code(found.1 - 1, 1);
            counts.literals[256 + length] += 1;
            counts.distances[distance] += 1;
            price += self.prices.literals[256 + length] + self.prices.distances[distance];
            price += 16 * (length_bits + distance_bits);
            at += found.0;
            self.remember(at);
            found = self.longest(at);
        }
        price
    }

    /// Length and distance of the longest repetition that begins there; length 0 if there is none.
    fn longest(&self, at: usize) -> (usize, usize) {
        let mut best = (0, 0);
        if at + CHAINED > self.bytes.len() {
            return best;
        }
        let rest = &self.bytes[at..self.bytes.len().min(at + LONGEST)];
        let newest = self.threes.newest[self.threes.slot(&self.bytes, at)];
        if newest != NONE && at - newest as usize <= REACH_OF_THREE {
            best = (self.equal(rest, newest as usize), at - newest as usize);
        }
        let mut other = self.fours.newest[self.fours.slot(&self.bytes, at)];
        for _ in 0..TRIED {
            let place = other as usize;
            if other == NONE || at - place > REACH || best.0 == rest.len() {
                break;
            }
            // A longer one has this byte, too, which few have.
            let last = best.0.max(CHAINED - 1);
            let length = if self.bytes[place + last] == rest[last] { self.equal(rest, place) } else { 0 };
            if length > best.0.max(SHORTEST) {
                best = (length, at - place);
            }
            other = self.fours.older[place];
        }
        best
    }

    /// How many bytes from a place on are those.
    fn equal(&self, bytes: &[u8], place: usize) -> usize {
        bytes.iter().zip(&self.bytes[place..]).take_while(|(one, other)| one == other).count()
    }

    /// Lets everything before `end` be found.
    fn remember(&mut self, end: usize) {
        let end = end.min((self.bytes.len() + 1).saturating_sub(CHAINED));
        self.threes.remember(&self.bytes, end);
        self.fours.remember(&self.bytes, end);
    }
}

/// The format's code for a length or distance, and the bits behind it: codes grow with the number's size,
/// and `fine` bits of it below the first are in the code.
fn code(number: usize, fine: u32) -> (usize, u32) {
    let bits = number.checked_ilog2().unwrap_or_default();
    if bits <= fine {
        return (number, 0);
    }
    let behind = bits - fine;
    let within = (number >> behind) & ((1 << fine) - 1);
    (((behind as usize + 1) << fine) + within, behind)
}

/// A symbol that comes once in 2^n has n bits.
fn prices<const N: usize>(counts: &[u32; N]) -> [u32; N] {
    let all: u32 = counts.iter().sum();
    counts.map(|count| (f64::from(all) / f64::from(count)).log2().mul_add(16.0, 0.5) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_distances_have_the_codes_of_the_format() {
        // RFC 1951, 3.2.5: lengths from 3 on (codes from 257 on), distances from 1 on.
        let lengths = [3, 10, 11, 13, 18, 19, 130, 131, 257].map(|length| code(length - 3, 2));
        assert_eq!(lengths, [(0, 0), (7, 0), (8, 1), (9, 1), (11, 1), (12, 2), (23, 4), (24, 5), (27, 5)]);
        let distances = [1, 4, 5, 7, 9, 24_577, 32_768].map(|distance| code(distance - 1, 1));
        assert_eq!(distances, [(0, 0), (3, 0), (4, 1), (5, 1), (6, 2), (29, 13), (29, 13)]);
    }

    #[test]
    fn what_repeats_costs_less_and_asking_changes_nothing() {
        let mut window = Window::of_prices(b"some bytes and other bytes, and some more");
        window.push(b"an example of bytes");
        let mut price = |bytes: &[u8]| window.price(bytes, u32::MAX);
        let repeated = price(b"example of bytes");
        let new = price(b"lampxee of etybs");
        assert!(repeated < new / 2, "{repeated}");
        assert_eq!(price(b"example of bytes"), repeated);
        // It is not counted to the end what costs too much.
        let part = window.price(b"lampxee of etybs", repeated);
        assert!((repeated + 1..new).contains(&part), "{part}");
        assert_eq!(window.price(b"example of bytes", repeated), repeated);
        // Also across the seam to what came before.
        assert!(window.push(b"an example") < window.price(b"xa neplema", u32::MAX));
    }
}
